"""Work beside the pages: done once, kept, tried again when it broke off, refused when too much waits."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from django.test import override_settings

from accede.cooperation import background
from accede.cooperation.background import TooBusy, WorkFailed, key_of, result, wait_until_idle


@pytest.fixture(autouse=True)
def _own_directory(tmp_path: Path) -> Iterator[None]:
    with override_settings(DATA_DIR=tmp_path):
        yield
        assert wait_until_idle(seconds=20)


def test_a_quick_result_is_there_at_once_and_not_worked_out_again() -> None:
    calls = []

    def work() -> bytes:
        calls.append(1)
        return b"done"

    assert result("quick", work, patience=10) == b"done"
    assert result("quick", work, patience=10) == b"done"
    assert len(calls) == 1


def test_a_slow_one_lets_the_page_go_on() -> None:
    gate = Event()

    def work() -> bytes:
        assert gate.wait(20)
        return b"late"

    try:
        assert result("slow", work, patience=0.01) is None
        assert result("slow", work, patience=0.01) is None
    finally:
        gate.set()
    assert wait_until_idle(seconds=20)
    assert result("slow", work) == b"late"


def test_work_that_breaks_off_is_told_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> bytes:
        raise ArithmeticError("a fault")

    with pytest.raises(WorkFailed):
        result("broken", broken, patience=10)
    assert "a fault" in caplog.text
    assert result("broken", lambda: b"mended", patience=10) == b"mended"


def test_no_more_is_taken_on_than_can_wait() -> None:
    gate = Event()

    def work() -> bytes:
        assert gate.wait(20)
        return b""

    try:
        for number in range(background.LONGEST_QUEUE + 1):
            assert result(f"pile {number}", work, patience=0.05) is None
        with pytest.raises(TooBusy):
            result("one more", work, patience=0.05)
    finally:
        gate.set()


def test_the_oldest_results_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "KEPT_FILES", 3)
    for number in range(5):
        assert result(f"result {number}", lambda: b"x", patience=10) == b"x"
    kept = sorted(it.name for it in background.directory().iterdir() if not it.name.startswith("."))
    assert len(kept) == 3
    assert "result 4" in kept


def test_a_name_depends_on_every_part() -> None:
    names = {
        key_of("plan", "1", "2014"),
        key_of("plan", "12", "014"),
        key_of("plan", 1, 2015),
        key_of("years", 1, 2014),
    }
    assert len(names) == 4
