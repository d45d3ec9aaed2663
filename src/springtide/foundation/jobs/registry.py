"""Which function does which kind of work. A step's `tasks` module registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from springtide.foundation.jobs.progress import Progress

Handler = Callable[["Progress", dict[str, Any]], None]
HANDLERS: dict[str, Handler] = {}


@dataclass(frozen=True)
class Regular:
    """Work that is due again and again: `kind` is enqueued every `seconds`."""

    kind: str
    seconds: int


REGULAR: list[Regular] = []


def handles(kind: str, *, every: int = 0) -> Callable[[Handler], Handler]:
    """`@handles("mail.deliver")`. Handlers may run twice: they must be idempotent by what they change."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        if every:
            REGULAR.append(Regular(kind, every))
        return handler

    return register


def load_handlers() -> None:
    """Import every installed app's `tasks` module."""
    autodiscover_modules("tasks")
