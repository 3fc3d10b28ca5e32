"""Why an import is refused. The sentences are in guanxi/sentences/imports.py."""

from __future__ import annotations

from guanxi.errors import Conflict, SettingError, SourceError


class NotImportable(SettingError):
    code = "imports.not_importable"


class UnknownWord(SettingError):
    code = "imports.unknown_word"


class UnknownHeader(SourceError):
    code = "imports.unknown_header"


class NeedsColumn(SourceError):
    code = "imports.needs_column"


class OtherColumns(SourceError):
    code = "imports.other_columns"


class NothingUsable(SourceError):
    code = "imports.nothing_usable"


class Cancelled(Conflict):
    code = "imports.cancelled"


class NothingHeld(Conflict):
    code = "rules.nothing_held"
