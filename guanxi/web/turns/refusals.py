"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, Conflict


class AlreadyRunning(Conflict):
    code = "turns.already_running"


class NothingKnownYet(BadInput):
    code = "turns.nothing_known_yet"


class InTheFuture(BadInput):
    code = "turns.in_the_future"


class SettingsChangedMeanwhile(Conflict):
    code = "turns.settings_changed_meanwhile"
