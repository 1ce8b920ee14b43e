"""How the table of rights reads the records of this room."""

from accede.accounts.rights import Map, Subject
from accede.funding.models import Allocation, Contribution, InKind, ProgrammeCost


def contribution_subject(it: Contribution) -> Subject:
    """A contribution is its donor's."""
    return Subject(record=Contribution.KIND, organisations=frozenset([it.donor_id]), public=it.public)


def allocation_subject(it: Allocation) -> Subject:
    """An allocation is the donor's whose money it is."""
    return Subject(
        record=Allocation.KIND, status=it.status, organisations=frozenset([it.contribution.donor_id]),
    )  # fmt: skip


def in_kind_subject(it: InKind) -> Subject:
    """Help in kind is its donor's."""
    return Subject(record=InKind.KIND, organisations=frozenset([it.donor_id]), public=it.public)


def programme_cost_subject(it: ProgrammeCost) -> Subject:
    """What a programme costs."""
    return Subject(record=ProgrammeCost.KIND, programmes=frozenset([it.programme_id]))


CONTRIBUTIONS = Map(
    record=Contribution.KIND, subject=contribution_subject, organisations="donor_id", public="public"
)  # fmt: skip
ALLOCATIONS = Map(
    record=Allocation.KIND, subject=allocation_subject, status="status", organisations="contribution__donor_id"
)  # fmt: skip
IN_KIND = Map(record=InKind.KIND, subject=in_kind_subject, organisations="donor_id", public="public")
PROGRAMME_COSTS = Map(record=ProgrammeCost.KIND, subject=programme_cost_subject, programmes="programme_id")
#: What is no record: the books (periods, rates), and the requirement with its shortfall.
BOOKS = Subject(record="books")
REQUIREMENT = Subject(record="requirement")
