"""May-questions that answer with a reason, and the one exception that carries it to the page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Refused(Exception):
    """An action that may not happen now. The reason is a whole sentence for the person who asked.

    `status`: 409 where the state forbids it, 403 where the role does.
    """

    def __init__(self, reason: "str | StrPromise", *, status: int = 409) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(frozen=True)
class Verdict:
    """The answer of a rule: yes, or no with the reason in words."""

    ok: bool
    reason: "str | StrPromise" = ""
    status: int = 409

    def __bool__(self) -> bool:
        return self.ok

    def __and__(self, other: "Verdict") -> "Verdict":
        return other if self.ok else self

    def require(self) -> None:
        """Raise Refused with the reason unless the answer is yes."""
        if not self.ok:
            raise Refused(self.reason, status=self.status)


YES = Verdict(True)


def may(ok: bool, reason: "str | StrPromise", *, status: int = 409) -> Verdict:
    """`may(offer.is_open, _("This offer is closed."))`"""
    return YES if ok else Verdict(False, reason, status)
