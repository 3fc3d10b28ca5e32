"""Why a source is refused. The sentences are in guanxi/sentences/sources.py."""

from __future__ import annotations

from guanxi.errors import SettingError, SourceError


class UnknownFile(SourceError):
    code = "sources.unknown_file"


class IsFolder(SourceError):
    code = "sources.folder"


class NotReadable(SourceError):
    code = "sources.not_readable"


class UnknownFormat(SourceError):
    code = "sources.unknown_format"


class UnknownEncoding(SourceError):
    code = "sources.unknown_encoding"


class EmptyFile(SourceError):
    code = "sources.empty_file"


class NotATable(SourceError):
    code = "sources.not_a_table"


class UnknownSheet(SourceError):
    code = "sources.unknown_sheet"


class UnclearSheet(SourceError):
    code = "sources.unclear_sheet"


class UnknownColumn(SourceError):
    code = "sources.unknown_column"


class UnclearColumn(SourceError):
    code = "sources.unclear_column"


class NoColumn(SourceError):
    code = "sources.no_column"


class ColumnTwice(SourceError):
    code = "sources.column_twice"


class NotDates(SourceError):
    code = "sources.not_dates"


class NotAmounts(SourceError):
    code = "sources.not_amounts"


class UnclearDayMonth(SourceError):
    code = "sources.unclear_day_month"


class NothingLeft(SourceError):
    code = "sources.nothing_left"


class AsOfBeforeData(SourceError):
    code = "sources.as_of_before_data"


class UnknownDayMonth(SettingError):
    code = "sources.unknown_day_month"


class TooLarge(SourceError):
    code = "sources.too_large"


class PackedTooTightly(SourceError):
    code = "sources.packed_too_tightly"


class TooManyColumns(SourceError):
    code = "sources.too_many_columns"


class TooManyCells(SourceError):
    code = "sources.too_many_cells"


class Locked(SourceError):
    code = "sources.locked"


class NestedTooDeep(SourceError):
    code = "sources.nested_too_deep"


class UnsafeName(SourceError):
    code = "sources.unsafe_name"


class NothingThere(SourceError):
    code = "sources.nothing_there"


class UnknownStorage(SourceError):
    code = "sources.unknown_storage"


class StorageRefused(SourceError):
    code = "sources.storage_refused"


class TooManyFiles(SourceError):
    code = "sources.too_many_files"


class UnknownDatabase(SourceError):
    code = "sources.unknown_database"


class NoDriver(SourceError):
    code = "sources.no_driver"


class CannotConnect(SourceError):
    code = "sources.cannot_connect"


class WrongPassword(SourceError):
    code = "sources.wrong_password"


class UnknownTable(SourceError):
    code = "sources.unknown_table"


class NotASelect(SourceError):
    code = "sources.not_a_select"


class QueryRefused(SourceError):
    code = "sources.query_refused"
