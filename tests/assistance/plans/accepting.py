"""A process that accepts plans and is killed in the middle of it, again and again. Run by ``test_killed``.

``accepting kill TIMES STATE OFFICE SEED``: its children accept, as the persons with these keys; it only forks and kills, so
that a kill costs milliseconds. ``accepting judge`` prints whatever is stored in part, as JSON.
"""

import json
import os
import random
import signal
import sys
import time

import django


def accept_all(state_person: int, office_person: int, *, permits: int, begun: int) -> None:
    """Accept whatever is offered, first one side and then the other; each acceptance takes one byte of ``permits`` and
    is told in ``begun`` (both are pipes)."""
    from tests.accounts.conftest import NOW

    from accede.accounts.actors import load_actor
    from accede.accounts.models import Person
    from accede.assistance.domain import plans
    from accede.assistance.models import Plan

    sides = [load_actor(Person.objects.get(pk=person)) for person in (state_person, office_person)]
    for plan in Plan.objects.filter(status="offered").select_related("offered"):
        assert plan.offered is not None
        for by in sides:
            os.read(permits, 1)
            os.write(begun, b".")
            plans.accept(plan, version=1, digest=plan.offered.hash, by=by, now=NOW)


def kill(times: int, state_person: int, office_person: int, seed: int) -> dict[str, int]:
    """Fork, let some acceptances begin, kill a random moment after the last began. Answers how many were killed, and how
    many acceptances began in all: fewer than that are stored if any was cut short."""
    moments = random.Random(seed)
    killed = begun = 0
    for _ in range(times):
        (permits, permit), (reading, writing) = os.pipe(), os.pipe()
        child = os.fork()
        if child == 0:
            accept_all(state_person, office_person, permits=permits, begun=writing)
            os._exit(0)
        wanted = moments.randint(1, 3)
        os.write(permit, b"." * wanted)
        for _ in range(wanted):
            os.read(reading, 1)
            begun += 1
        time.sleep(moments.uniform(0, 0.01))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        for end in (permits, permit, reading, writing):
            os.close(end)
    return {"killed": killed, "begun": begun}


def judge() -> dict[str, object]:
    """What is stored in part, and how many signatures there are."""
    from accede.accounts import trail
    from accede.accounts.models import Event
    from accede.assistance.models import Plan, PlanAcceptance

    faults = [str(broken) for broken in trail.verify()]
    for plan in Plan.objects.prefetch_related("versions__acceptances", "indicators"):
        accepted = {row.side for version in plan.versions.all() for row in version.acceptances.all()}
        whole = accepted == {"state", "office"}
        if (plan.in_force_id is not None) != whole or (plan.status == "in_force") != whole:
            faults.append(f"plan {plan.pk}: {plan.status}, accepted by {sorted(accepted)}")
        if bool(plan.indicators.all()) != whole:
            faults.append(f"plan {plan.pk}: its indicators do not fit")
    signatures = PlanAcceptance.objects.count()
    if Event.objects.filter(verb="accept").count() != signatures:
        faults.append("signatures and the trail differ")
    if Event.objects.filter(verb="in_force").count() != Plan.objects.filter(status="in_force").count():
        faults.append("plans in force and the trail differ")
    return {"faults": faults, "signatures": signatures}


def main() -> int:
    """Do what the first argument says."""
    django.setup()
    # Read once here what each child would read again, without touching the database.
    import tests.accounts.conftest  # noqa: F401

    if sys.argv[1] == "judge":
        print(json.dumps(judge()))
    else:
        print(json.dumps(kill(*(int(text) for text in sys.argv[2:]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
