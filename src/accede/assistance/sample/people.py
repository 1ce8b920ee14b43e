"""Made-up organisations, and an account for every role."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress

from accede.accounts import changing
from accede.accounts.actors import load_actor
from accede.accounts.invitations import give_role
from accede.accounts.models import Organisation, Person, RoleKind
from accede.accounts.rights import Actor
from accede.treaties.models import Participant
from accede.treaties.places import SAMPLE_STATES

MACHINE = Actor(sample=True)
#: ".example" is reserved: no letter to these addresses ever arrives (RFC 2606).
DOMAIN = "sample.example"
#: Short words that are easy to type; five of them are some 34 bits, and tries are counted.
_WORDS = [
    "amber", "anchor", "apple", "arrow", "basket", "beach", "birch", "boat", "bridge", "candle", "canyon", "carpet",
    "cedar", "cherry", "circle", "cloud", "coffee", "copper", "coral", "cotton", "desert", "dolphin", "drum",
    "eagle", "echo", "ember", "fabric", "falcon", "feather", "fern", "field", "flute", "forest", "fossil", "garden",
    "ginger", "glacier", "granite", "grove", "harbour", "hazel", "hedge", "heron", "honey", "island", "ivory",
    "jasmine", "kettle", "ladder", "lagoon", "lantern", "lemon", "lily", "linen", "magnet", "maple", "marble",
    "meadow", "melon", "mirror", "mosaic", "mountain", "nectar", "north", "oasis", "ocean", "olive", "orange",
    "orchard", "otter", "paper", "parrot", "pebble", "pepper", "pillow", "planet", "plum", "pocket", "prairie",
    "quartz", "quill", "rabbit", "rain", "raven", "ribbon", "river", "rocket", "saddle", "sail", "salmon", "sand",
    "shell", "silver", "slate", "sparrow", "spring", "stone", "summer", "sunset", "thunder", "timber", "tulip",
    "tunnel", "valley", "velvet", "violet", "walnut", "water", "willow", "window", "winter", "yellow", "zebra",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is told once: the password is kept nowhere but as its hash."""

    name: str
    email: str
    role: str
    password: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the accounts as told, and the actors by role, and by State."""

    accounts: Sequence[Account]
    office: Organisation
    partners: Sequence[Organisation]
    bodies: Mapping[str, Organisation]
    focal: Mapping[str, Actor]
    officer: Mapping[str, Actor]
    coordinator: Actor
    partner: Actor


def make(*, now: datetime) -> Cast:
    """Organisations and accounts, as of *now*."""
    office = _body("office", "Sample Office", now=now)
    partners = [
        _body("partner", "Sample Legal Institute", now=now), _body("partner", "Sample Regional Network", now=now),
        _body("partner", "Sample Police Academy", now=now),
    ]  # fmt: skip
    donor = _body("donor", "Sample Fund", now=now)
    bodies = {
        code: _body("state", f"Ministry of Justice of Sample State {code[2]}", code=code, now=now)
        for code in SAMPLE_STATES
    }
    first, second = SAMPLE_STATES[:3], SAMPLE_STATES[3:]
    people: list[tuple[str, str, str, Organisation, Sequence[tuple[str, str]]]] = [
        *((f"Focal Point of {code[2]}", f"focal.{code[2].lower()}", RoleKind.FOCAL_POINT, bodies[code], ())
          for code in SAMPLE_STATES),
        ("Contributor of A", "contributor", RoleKind.CONTRIBUTOR, bodies["XAA"], ()),
        ("Officer for A to C", "officer", RoleKind.OFFICER, office, [("state", code) for code in first]),
        ("Officer for D to F", "officer.2", RoleKind.OFFICER, office, [("state", code) for code in second]),
        ("Coordinator", "coordinator", RoleKind.COORDINATOR, office, ()),
        ("Partner Expert", "partner", RoleKind.PARTNER, partners[0], ()),
        ("Donor Desk", "donor", RoleKind.DONOR, donor, ()),
        ("Reporting Officer", "reporting", RoleKind.REPORTING, office, ()),
        ("Auditor", "auditor", RoleKind.AUDITOR, office, ()),
        ("Administrator", "administrator", RoleKind.ADMINISTRATOR, office, ()),
    ]  # fmt: skip
    accounts, actors = [], {}
    for name, box, role, body, scopes in people:
        account = Account(f"Sample {name}", f"{box}@{DOMAIN}", role, new_password())
        actors[box] = load_actor(_person(account, body=body, scopes=scopes, now=now))
        accounts.append(account)
    return Cast(
        accounts=accounts, office=office, partners=partners, bodies=bodies,
        focal={code: actors[f"focal.{code[2].lower()}"] for code in SAMPLE_STATES},
        officer={code: actors["officer" if code in first else "officer.2"] for code in SAMPLE_STATES},
        coordinator=actors["coordinator"], partner=actors["partner"],
    )  # fmt: skip


def new_password() -> str:
    """Five words drawn at random."""
    return "-".join(secrets.choice(_WORDS) for _ in range(5))


def _body(kind: str, name: str, *, code: str = "", now: datetime) -> Organisation:
    if code:
        Participant.objects.get_or_create(code=code)
    made = Organisation(kind=kind, name=name, participant_id=code or None)
    return changing.create(made, by=MACHINE, now=now, states=[code] if code else [], agent="sample")


def _person(account: Account, *, body: Organisation, scopes: Sequence[tuple[str, str]], now: datetime) -> Person:
    person = Person(name=account.name, email=account.email, joined_at=now, sample=True)
    person.set_password(account.password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    give_role(person, organisation=body, kind=account.role, scopes=scopes, by=MACHINE, now=now, agent="sample")
    return person
