"""What the stand-in does later: telling the product, through its front door, what happened."""

import time
from typing import Any

from django.conf import settings

from springtide.environment import STANDIN
from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.registry import handles
from springtide.foundation.webhooks.outward import post
from springtide.foundation.webhooks.signing import signed_headers
from springtide.interviews.providers import provider_named


@handles("standin.tell")
def tell(progress: Progress, payload: dict[str, Any]) -> None:
    """Post one signed event. The id is that of the job: however often it is sent, it is one message."""
    provider = provider_named(STANDIN)
    if provider is None:
        return  # no longer the sample
    body = payload["body"].encode()
    headers = signed_headers(provider.secret, f"standin_{progress.job.pk}", int(time.time()), body)
    post(f"{settings.SITE_URL}/callbacks/assessments/{STANDIN}/", body, headers, near=True)
