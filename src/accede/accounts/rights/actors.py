"""Who asks: a person with the roles held now, each with what it is held for."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role as the table of rights reads it.

    ``state`` is the State of the organisation (codes as in ``participants.csv``); ``states`` and ``programmes`` are what the
    role is assigned to, regions already spelt out as States.
    """

    kind: str
    organisation: int
    state: str = ""
    states: frozenset[str] = frozenset()
    programmes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or nobody (``person`` is None) with no role."""

    person: int | None = None
    name: str = ""
    roles: tuple[HeldRole, ...] = ()
    #: The open administrator's session, under which more is allowed and all is logged.
    admin_session: int | None = None
    #: A key to the API may be held to reading.
    read_only: bool = False
    #: Whether a second factor was given; without one, confidential data stay closed.
    verified: bool = True
    #: A person of the sample programme: what they make is sample too, and goes with it.
    sample: bool = False
    own_states: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "own_states", frozenset(role.state for role in self.roles if role.state))

    def has(self, *kinds: str) -> bool:
        """Whether one of these roles is held."""
        return any(role.kind in kinds for role in self.roles)


#: Who has not signed in.
ANYONE = Actor()
