"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, Conflict


class DraftChangedMeanwhile(Conflict):
    code = "surveys.draft_changed_meanwhile"


class NoDraft(Conflict):
    code = "surveys.no_draft"


class NothingToUndo(Conflict):
    code = "surveys.nothing_to_undo"


class NotOpened(Conflict):
    code = "surveys.not_opened"


class OpenedBefore(Conflict):
    code = "surveys.opened_before"


class NotReady(Conflict):
    code = "surveys.not_ready"


class BadKey(BadInput):
    code = "surveys.bad_key"


class KeyTaken(Conflict):
    code = "surveys.key_taken"


class TooLarge(BadInput):
    code = "surveys.too_large"


class BadForm(BadInput):
    code = "surveys.bad_form"
