"""SQLite with one writer at a time inside a process.

SQLite lets one transaction write; thirty threads that poll for their turn wait up to seconds. A lock of
the process hands the turn over at once. Other processes (the worker) still meet in SQLite's own lock.
"""

import threading
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

TURN = threading.Lock()
WAIT_SECONDS = 20


class DatabaseWrapper(base.DatabaseWrapper):
    has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        if not TURN.acquire(timeout=WAIT_SECONDS):
            raise OperationalError("database is locked: no turn to write within 20 s")
        self.has_turn = True
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _give_turn(self) -> None:
        if self.has_turn:
            self.has_turn = False
            TURN.release()

    def _commit(self) -> Any:
        # A failed commit keeps the turn: Django rolls back next, and that gives it up.
        answer = super()._commit()  # type: ignore[misc]
        self._give_turn()
        return answer

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()
