"""A split as text that a person can correct: each provision begins with a line of its own, and so does what contains it.

    --- Part II › Chapter 1
    === 5 | Taking of hostages
    Whoever takes a hostage …

``===`` gives the number, and after a bar the heading; ``---`` the place of the provisions that follow, from the outermost in.
To move a border one moves its line; to join two provisions one takes the line out.
"""

from collections.abc import Iterable

from accede.knowledge.domain.bringing import Draft

_PROVISION, _PLACE, _WITHIN = "===", "---", " › "
_MOST_FAULTS = 20


class SplitFault(ValueError):
    """The text is no split; ``faults`` says what is wrong, by line."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        super().__init__("; ".join(f"line {number}: {words}" for number, words in faults))
        self.faults = faults


def to_marked(drafts: Iterable[Draft]) -> str:
    """The provisions as text."""
    lines: list[str] = []
    place: tuple[str, ...] = ()
    for it in drafts:
        if it.place != place:
            place = it.place
            lines.append(f"{_PLACE} {_WITHIN.join(place)}".rstrip())
        lines.append(
            f"{_PROVISION} {it.number} | {_one_line(it.heading)}" if it.heading else f"{_PROVISION} {it.number}"
        )
        lines += [f" {line}" if line.startswith((_PROVISION, _PLACE)) else line for line in it.text.split("\n")]
    return "\n".join(lines) + "\n" if lines else ""


def from_marked(text: str) -> list[Draft]:
    """The provisions of a split that was corrected. Raises :class:`SplitFault` with every fault."""
    found: list[Draft] = []
    faults: list[tuple[int, str]] = []
    place: tuple[str, ...] = ()
    head: tuple[int, str, str, tuple[str, ...]] | None = None
    body: list[str] = []

    def end() -> None:
        if head is None:
            if any(line.strip() for line in body):
                faults.append((1, "no_head"))
            return
        words = "\n".join(body).strip()
        if not words:
            faults.append((head[0], "empty"))
        found.append(Draft(head[1], head[2], words, head[3]))

    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line.startswith(_PROVISION):
            end()
            name, _bar, heading = line.removeprefix(_PROVISION).partition("|")
            head, body = (number, " ".join(name.split()), heading.strip(), place), []
            if not head[1]:
                faults.append((number, "no_number"))
        elif line.startswith(_PLACE):
            end()
            head, body = None, []
            place = tuple(part.strip() for part in line.removeprefix(_PLACE).split(_WITHIN.strip()) if part.strip())
        else:
            body.append(line)
    end()
    if faults:
        raise SplitFault(sorted(faults)[:_MOST_FAULTS])
    return found


def _one_line(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
