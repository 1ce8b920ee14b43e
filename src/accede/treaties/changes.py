"""What one import changes in the log of facts, as a value: it can be shown, compared, applied or thrown away."""

from dataclasses import dataclass

from accede.law.actions import OpenQuestion, Source, StatusList, TreatyAction


@dataclass(frozen=True)
class Change:
    """Rows to add, and rows that no longer count. Nothing is ever edited: a correction is one of each."""

    sources: tuple[Source, ...] = ()
    add: tuple[TreatyAction, ...] = ()
    retract: tuple[TreatyAction, ...] = ()
    lists: tuple[StatusList, ...] = ()
    retract_lists: tuple[StatusList, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    close: tuple[OpenQuestion, ...] = ()

    def __bool__(self) -> bool:
        """Whether it changes anything. A source by itself is not a change."""
        return bool(self.add or self.retract or self.lists or self.retract_lists or self.questions or self.close)
