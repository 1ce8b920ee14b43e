"""The sample contributions: marked, balanced, and gone without a trace in the ledger."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from tests.accounts.conftest import NOW, actor_with
from tests.funding.making import DAY, received

from accede.accounts import trail
from accede.assistance.models import Activity, Plan
from accede.assistance.sample import loading, removing
from accede.assistance.sample.courses import Sizes
from accede.funding import sample
from accede.funding.domain import allocations
from accede.funding.models import Allocation, Contribution, Entry, InKind, Line, ProgrammeCost
from accede.funding.queries.balances import balance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def test_the_sample_comes_and_goes() -> None:
    now = datetime.now(UTC)
    with pytest.raises(ValueError, match="not there"):
        sample.load(now=now)
    loading.load(now=now, sizes=Sizes(activities=60, trainees=120, seats=6))
    assert sample.load(now=now) == {"contributions": 4}
    for model in (Contribution, Allocation, Entry, InKind, ProgrammeCost):
        assert not model._base_manager.filter(sample=False).exists(), model.__name__
    found = balance(None, on=now.date())
    assert found.faults == ()
    assert Allocation.objects.count() == 6
    assert Plan.objects.filter(allocations__isnull=False).count() == 1
    real = received("50")
    made = allocations.allocate(
        real, Activity.objects.filter(sample=True).exclude(status="cancelled")[0], amount="5", year=2026, on=DAY,
        by=actor_with("coordinator"), now=NOW,
    )  # fmt: skip
    with pytest.raises(sample.RealMoney, match=real.reference), transaction.atomic():
        removing.remove(now=now)
    kept = Line.objects.filter(entry__contribution=real).count()
    with transaction.atomic():
        # As if the real money had gone to real work.
        Allocation._base_manager.filter(pk=made.pk).update(activity=None, programme=_programme())
        removing.remove(now=now)
    assert Contribution.objects.get() == real
    assert Line.objects.count() == kept
    assert list(trail.verify()) == []


def _programme() -> object:
    from tests.assistance.making import programme

    return programme()
