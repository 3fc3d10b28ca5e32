"""Why a measure refuses: each with the facts that a person needs to mend it."""

from guanxi.errors import BadInput, SettingError


class NothingYet(BadInput):
    """No purchase with a customer on or before the as-of date."""

    code = "knowledge.nothing_yet"


class ColumnMissing(BadInput):
    code = "knowledge.column_missing"


class TooFewParts(SettingError):
    code = "knowledge.too_few_parts"


class CellsWithoutName(SettingError):
    code = "knowledge.cells_without_name"


class CellsNamedTwice(SettingError):
    code = "knowledge.cells_named_twice"


class CellsUnknown(SettingError):
    code = "knowledge.cells_unknown"


class CutsNotComplete(SettingError):
    """Shares of a pyramid that do not add up to the whole."""

    code = "knowledge.cuts_not_complete"


class UnknownChoice(SettingError):
    code = "knowledge.unknown_choice"


class OutOfRange(SettingError):
    code = "knowledge.out_of_range"


class NothingToShare(BadInput):
    """A share of a total that is not above zero."""

    code = "knowledge.nothing_to_share"


class RulesIncomplete(SettingError):
    """Rules of which the last one may not hold for everybody."""

    code = "knowledge.rules_incomplete"
