"""One lock on what is scarce, taken late."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models, transaction

M = TypeVar("M", bound=models.Model)


def locked(row: M) -> M:
    """The same row, fresh and locked until the transaction ends.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE), so the row is only read again.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("locked() is only a lock inside a transaction")
    return type(row)._base_manager.select_for_update().get(pk=row.pk)


def one_at_a_time() -> AbstractContextManager[Any]:
    """The transaction in which something scarce is taken. Without the lock (controls of race tests only): none."""
    return transaction.atomic() if settings.SEAT_LOCK else nullcontext()


def held(row: M) -> M:
    """`locked`, for what is scarce; in the control the row is only fresh."""
    return locked(row) if settings.SEAT_LOCK else type(row)._base_manager.get(pk=row.pk)
