"""Every setting that comes from outside, in one place. `docs/operations.md` prints this table."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
STANDIN = "standin"  # the provider that the sample plays


# "whsec_" and whole quartets of base64, 24 bytes or more
Secret = Annotated[
    str, Field(pattern=r"^whsec_(?:[A-Za-z0-9+/]{4}){7,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$")
]


class AssessmentProvider(BaseModel):
    """Who gives tests for us: where attempts are created, and what both sides sign with (docs/flow/assessments.md)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(pattern=r"^https?://[^\s/@]+(/\S*)?$")
    secret: Secret = Field(repr=False)
    old_secret: Secret | Literal[""] = Field(default="", repr=False)  # still accepted while a new one is brought in
    near: bool = False  # may be of this machine or its network, and plain http


class Environment(BaseSettings):
    """Read from variables named SPRINGTIDE_<NAME>; a wrong value stops the start with its name."""

    model_config = SettingsConfigDict(env_prefix="SPRINGTIDE_", extra="ignore", hide_input_in_errors=True)

    data: Path = Field(default=ROOT / "var", description="Folder that holds all state: database, files, key.")
    database_url: str = Field(default="", description="postgresql://user:password@host:port/name; empty: SQLite.")
    site_url: str = Field(default="http://127.0.0.1:8000", description="Public address; links in letters use it.")
    secret_key: str = Field(default="", description="Signing key; empty: made once and kept in the data folder.")
    old_secret_keys: str = Field(default="", description="Earlier signing keys, separated by spaces.")
    debug: bool = Field(default=False, description="Developers only: tracebacks in the browser.")
    sample: bool = Field(default=False, description="Shows the outbox and sign-in shortcuts of the sample intake.")
    email_url: str = Field(default="", description="smtp://user:password@host:port (or smtps://); empty: outbox only.")
    email_from: str = Field(default="Springtide <no-reply@springtide.example>", description="Sender of letters.")
    cache_url: str = Field(default="", description="redis://…: needed when several web processes share limits.")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    trusted_proxies: int = Field(default=0, ge=0, le=5, description="Proxies in front that set X-Forwarded-For.")
    upload_limit_mb: int = Field(default=10, ge=1, le=100, description="Largest résumé accepted, in MB.")
    web_threads: int = Field(default=32, ge=1, le=256, description="Blocking threads of the web process.")
    assessment_providers: dict[str, AssessmentProvider] = Field(
        default={},
        description='Who gives tests: {"name": {"url": "https://…", "secret": "whsec_…"}}; see flow/assessments.md.',
    )
    die_at: str = Field(default="", description="Tests only: the checkpoint at which the process kills itself.")
    unsafe_no_seat_lock: bool = Field(default=False, description="Tests only: shows what the seat lock prevents.")

    @field_validator("assessment_providers")
    @classmethod
    def providers_can_be_called(cls, found: dict[str, AssessmentProvider]) -> dict[str, AssessmentProvider]:
        """Names stand in the address of the callback; one is taken by the sample. What is far is called by https."""
        wrong = [name for name in found if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", name) or name == STANDIN]
        if wrong:
            raise ValueError(f"names are small letters, digits and hyphens, and not {STANDIN}: {', '.join(wrong)}")
        open_ = [name for name, provider in found.items() if provider.url.startswith("http:") and not provider.near]
        if open_:
            raise ValueError(f"only https leaves the house, unless near is true: {', '.join(open_)}")
        return found
