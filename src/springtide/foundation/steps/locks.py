"""One lock on what is scarce, taken late."""

from typing import TypeVar

from django.db import connection, models, transaction

M = TypeVar("M", bound=models.Model)


def locked(row: M) -> M:
    """The same row, fresh and locked until the transaction ends.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE), so the row is only read again.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("locked() is only a lock inside a transaction")
    return type(row)._base_manager.select_for_update().get(pk=row.pk)
