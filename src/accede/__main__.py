"""Entry point of `python -m accede`; the executable `accede` ends here."""

import sys

from accede.cli import main

if __name__ == "__main__":
    sys.exit(main())
