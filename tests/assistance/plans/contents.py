"""What sample plans say."""

from tests.accounts.conftest import NOW
from tests.assistance.making import plan_in

from accede.accounts.rights import Actor
from accede.assistance import plan_content
from accede.assistance.domain import plans
from accede.assistance.models import Plan, PlanVersion
from accede.assistance.plan_content import Content, Measure, Objective, Undertaking

FULL = plan_content.plain(
    Content(
        objectives=[Objective(key="o1", text="A bill before parliament", instruments=["bombings-1997"])],
        activities=[Undertaking(key="a1", objective="o1", title="Drafting week", kind="advice", cost="12000.50")],
        indicators=[Measure(key="i1", objective="o1", name="Articles drafted", baseline="0", target="12")],
        starts="2026-01-01", ends="2027-12-31", human_rights="Fair-trial review of the bill",
        due_diligence="Checked by the officer; no concern", due_diligence_on="2026-01-10",
    )
)  # fmt: skip


def full_plan() -> Plan:
    """A draft that lacks nothing."""
    return plan_in("XAA", "draft", draft=FULL)


def offered_plan(by: Actor) -> tuple[Plan, PlanVersion]:
    """A plan whose first version waits for both sides."""
    plan = full_plan()
    version = plans.offer(plan, note="", by=by, now=NOW, seen=plan.version)
    plan.refresh_from_db()
    return plan, version
