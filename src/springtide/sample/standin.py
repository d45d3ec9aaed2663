"""The provider of assessments that the sample plays. What it has to know travels in a signed token."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SALT = "springtide.sample.standin"
STARTED, FINISHED = 1, 2  # versions of the two events it tells


@dataclass(frozen=True)
class Paper:
    """One attempt as the stand-in knows it. Times are ISO 8601."""

    reference: str
    sequence: int
    assessment: str
    minutes: int
    not_before: str
    not_after: str

    @property
    def id(self) -> str:
        """The same for the same order: asked twice, made once."""
        return sha256(f"{self.reference}-{self.sequence}".encode()).hexdigest()[:24]

    def is_open(self, at: datetime) -> bool:
        return datetime.fromisoformat(self.not_before) <= at < datetime.fromisoformat(self.not_after)


def token_of(paper: Paper) -> str:
    return Signer(salt=SALT).sign_object(asdict(paper), compress=True)


def paper_of(token: str) -> Paper | None:
    """The paper that a token carries; None where it is not one of ours."""
    try:
        return Paper(**Signer(salt=SALT).unsign_object(token))
    except (BadSignature, TypeError, ValueError):
        return None


def ordered(body: bytes) -> Paper:
    """The paper that an order asks for. Raises ValueError where it is no order."""
    told = json.loads(body)
    try:
        paper = Paper(**{name: told[name] for name in Paper.__dataclass_fields__})
    except (KeyError, TypeError) as error:
        raise ValueError("the order lacks something") from error
    whole = type(paper.sequence) is int and type(paper.minutes) is int
    if not whole or not re.fullmatch(r"[0-9a-f]{8,64}", str(paper.reference)) or len(str(paper.assessment)) > 400:
        raise ValueError("the order is not well formed")
    begin, end = datetime.fromisoformat(paper.not_before), datetime.fromisoformat(paper.not_after)
    if begin.tzinfo is None or end.tzinfo is None:
        raise ValueError("times need a zone")
    return paper


@dataclass(frozen=True)
class Question:
    """`answers` in the order in which they are shown; `right` is the place of the right one."""

    part: str
    words: str | Promise
    answers: tuple[str | Promise, ...]
    right: int


NOTHING = _("Nothing follows.")
QUESTIONS = (
    Question(
        "Numbers",
        _("A train needs 40 minutes for 60 km. How far does it come in an hour?"),
        ("80 km", "90 km", "100 km"),
        1,
    ),
    Question("Numbers", _("Which number goes on: 2, 6, 12, 20, …?"), ("28", "30", "32"), 1),
    Question(
        "Words",
        _("All squids swim. Nothing that swims flies. What follows?"),
        (_("No squid flies."), _("Some squids fly."), NOTHING),
        0,
    ),
    Question(
        "Words",
        _("“If it rains, the match is off.” The match is on. What follows?"),
        (_("It rains."), _("It does not rain."), NOTHING),
        1,
    ),
    Question(
        "Code",
        _("A list of one million sorted numbers: how many looks does halving need at most?"),
        ("20", "1,000", "500,000"),
        0,
    ),
    Question("Code", _("What does the expression 7 // 2 * 2 give in Python?"), ("6", "7", "3"), 0),
)


def marked(answers: dict[int, int]) -> dict[str, Any]:
    """Points of a maximum and by part; a question without an answer has none."""
    parts: dict[str, list[int]] = {}
    for number, question in enumerate(QUESTIONS):
        points = parts.setdefault(question.part, [0, 0])
        points[0] += answers.get(number) == question.right
        points[1] += 1
    rows = [{"name": name, "points": got, "out_of": most} for name, (got, most) in parts.items()]
    return {"points": sum(row["points"] for row in rows), "out_of": len(QUESTIONS), "parts": rows}
