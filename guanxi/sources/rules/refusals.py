"""Why a rule is refused. The sentences are in guanxi/sentences/rules.py."""

from __future__ import annotations

from guanxi.errors import NotFound, SettingError


class UnknownField(SettingError):
    code = "rules.unknown_field"


class UnknownKind(SettingError):
    code = "rules.unknown_kind"


class BadPattern(SettingError):
    code = "rules.bad_pattern"


class NoCondition(SettingError):
    code = "rules.no_condition"


class OneTest(SettingError):
    code = "rules.one_test"


class OnePlace(SettingError):
    code = "rules.one_place"


class NoNumber(SettingError):
    code = "rules.no_number"


class NoText(SettingError):
    code = "rules.no_text"


class RuleTwice(SettingError):
    code = "rules.twice"


class TooManyRules(SettingError):
    code = "rules.too_many"


class UnreadableRules(SettingError):
    code = "rules.unreadable"


class UnknownRules(NotFound):
    code = "rules.unknown_set"
