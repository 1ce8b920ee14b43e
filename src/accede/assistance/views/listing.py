"""Lists of this room's records: the one way of all rooms (:mod:`accede.accounts.listing`)."""

from accede.accounts.listing import Column, Filters, StateFilters, list_page, plain_rows

__all__ = ["Column", "Filters", "StateFilters", "list_page", "plain_rows"]
