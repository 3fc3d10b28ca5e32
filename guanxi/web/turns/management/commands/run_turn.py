"""`python -m guanxi.web.manage run_turn [--as-of DATE ...]`: turns with everything people see of them."""

from __future__ import annotations

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from guanxi.errors import GuanxiError
from guanxi.sentences import say
from guanxi.web.turns import running


class Command(BaseCommand):
    help = "Run a turn as of a date (default: the last day of the data) and load it into the application."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--as-of", action="append", type=date.fromisoformat, default=[])

    def handle(self, *args, as_of: list[date], **options) -> None:
        try:
            tell = self._tell if options["verbosity"] > 1 else None
            for job in running.run_turns(as_of or [None], progress=tell):
                if job.error_code:
                    raise CommandError(say(job.error_code, "en", **job.error_facts))
                self.stdout.write(f"{job.as_of} {job.snapshot_id} {job.total_seconds:.1f} s")
        except GuanxiError as error:
            raise CommandError(str(error)) from error

    def _tell(self, step: str, share: float) -> None:
        self.stderr.write(f"{share:4.0%} {step}")
