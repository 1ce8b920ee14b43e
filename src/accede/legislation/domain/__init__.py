"""What may happen to a legal assessment and to drafts of provisions."""

from accede.legislation.domain.findings import (
    FindingRefused,
    Stale,
    assess,
    comment,
    obligation,
    publish,
    stale,
    take_view,
)  # fmt: skip

__all__ = ["FindingRefused", "Stale", "assess", "comment", "obligation", "publish", "stale", "take_view"]
