"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, Conflict


class NoFile(BadInput):
    code = "imports.no_file"


class TooLarge(BadInput):
    code = "imports.too_large"


class SameNames(BadInput):
    code = "imports.same_names"


class NotADraft(Conflict):
    code = "imports.not_a_draft"


class FilesGone(Conflict):
    code = "imports.files_gone"
