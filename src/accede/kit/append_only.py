"""Tables to which rows are added, and in which none is ever changed or deleted."""

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models


class LogIsAppendOnly(TypeError):
    """Something tried to change or delete a row of the log."""


def _refuse(*args: object, **kwargs: object) -> NoReturn:
    raise LogIsAppendOnly("rows of the log are never changed or deleted; add a row, or retract one by an import")


AnyRow = TypeVar("AnyRow", bound=models.Model, covariant=True)


class AppendOnlyQuerySet(models.QuerySet[AnyRow]):
    """A query set that only reads and adds."""

    update = delete = bulk_update = update_or_create = _refuse

    def bulk_create(self, objs: Iterable[AnyRow], *args: Any, update_conflicts: bool = False, **kwargs: Any) -> Any:
        """Insert; to overwrite rows that are there already is refused."""
        if update_conflicts:
            _refuse()
        return super().bulk_create(objs, *args, **kwargs)


class AppendOnlyManager(models.Manager[AnyRow]):
    """The manager of the tables of the log."""

    def get_queryset(self) -> models.QuerySet[AnyRow]:
        """A query set that only reads and adds."""
        return AppendOnlyQuerySet(self.model, using=self._db)


class AppendOnly(models.Model):
    """Base of the tables of the log."""

    objects = AppendOnlyManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an existing row is refused."""
        if self.pk is not None and not self._state.adding:
            _refuse()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        _refuse()
