"""`accede manage`: Django's own commands, for developers (`accede manage makemigrations`)."""

import argparse
import os

from accede.cli import Run


def command(parser: argparse.ArgumentParser) -> Run:
    parser.usage = "accede manage DJANGO-COMMAND [arguments]"
    parser.epilog = "accede manage help lists Django's commands."
    return run


def run(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    from accede.kit import configuration

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accede.settings")
    configuration.prepare_data_dir()
    execute_from_command_line(["accede manage", *options.arguments])
    return 0
