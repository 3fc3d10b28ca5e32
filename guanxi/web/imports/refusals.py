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


class NothingAsked(BadInput):
    code = "imports.nothing_asked"


class FolderNotAllowed(BadInput):
    code = "imports.folder_not_allowed"


class BucketNotAllowed(BadInput):
    code = "imports.bucket_not_allowed"


class DatabaseNotKnown(BadInput):
    code = "imports.database_not_known"


class TableOrQuery(BadInput):
    code = "imports.table_or_query"
