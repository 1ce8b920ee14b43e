"""Adding the sample programme, all of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accede.accounts import trail
from accede.accounts.models import Organisation, Person
from accede.accounts.rights import Actor
from accede.assistance.models import Activity, Enrolment, Request, Trainee
from accede.assistance.sample import courses, cycle, people


class AlreadyThere(Exception):
    """The sample programme was added before."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was added; the passwords in it are kept nowhere else."""

    accounts: tuple[people.Account, ...]
    counts: dict[str, int]


def is_loaded() -> bool:
    """Whether the sample programme is there."""
    return Organisation.objects.filter(sample=True).exists()


def real_records() -> int:
    """How many people and requests that are no sample there are."""
    return Person.objects.filter(sample=False).count() + Request.objects.filter(sample=False).count()


def load(*, now: datetime, sizes: courses.Sizes | None = None, say: Callable[[str], None] = lambda _: None) -> Loaded:
    """Add the sample programme as of *now*; *say* is told of each step. Raises :class:`AlreadyThere`."""
    with transaction.atomic():
        if is_loaded():
            raise AlreadyThere
        say("organisations and accounts")
        cast = people.make(now=now)
        stage = cycle.Stage(cast=cast, now=now)
        say("requests, assessments, plans and results of three years")
        cycle.play(stage)
        say("activities and those who took part")
        courses.fill(stage, sizes=sizes or courses.Sizes())
        counts = count()
        trail.add(by=Actor(), verb="load", record="sample", record_id="", now=now, after=counts, agent="command")
    return Loaded(tuple(cast.accounts), counts)


def count() -> dict[str, int]:
    """How much sample there is."""
    return {
        "organisations": Organisation.objects.filter(sample=True).count(),
        "accounts": Person.objects.filter(sample=True, erased_at__isnull=True).count(),
        "requests": Request.objects.filter(sample=True).count(),
        "activities": Activity.objects.filter(sample=True).count(),
        "participants": Trainee.objects.filter(sample=True).count(),
        "seats": Enrolment.objects.filter(sample=True).count(),
    }


def sign_in_address() -> str:
    """Where the accounts sign in."""
    from django.urls import reverse

    return f"{settings.BASE_URL}{reverse('account_login')}"
