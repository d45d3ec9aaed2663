"""What a running job tells the people who wait, and hears from them."""

from datetime import timedelta

from django.utils import timezone

from springtide.foundation.jobs.models import Job

LEASE = timedelta(seconds=60)


class Stopped(Exception):
    """Somebody asked for the job to be stopped."""


class Progress:
    """Handed to each handler. `step()` renews the lease, so a long job is not taken for dead."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def step(self, done: int, total: int) -> None:
        """Say how far the job is. Raises Stopped where somebody asked for it."""
        mine = Job.objects.filter(pk=self.job.pk, attempts=self.job.attempts, state=Job.State.RUNNING)
        if not mine.update(done=done, total=total, leased_until=timezone.now() + LEASE):
            raise Stopped
        if mine.filter(stop_asked=True).exists():
            raise Stopped
