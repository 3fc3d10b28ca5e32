"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, Conflict, NotFound


class RoundWithoutName(BadInput):
    code = "rounds.without_name"


class RoundEndsTooSoon(BadInput):
    code = "rounds.ends_too_soon"


class RoundClosed(Conflict):
    code = "rounds.closed"


class RejectedWithoutReason(BadInput):
    code = "rounds.rejected_without_reason"


class ChangedMeanwhile(Conflict):
    code = "rounds.changed_meanwhile"


class NothingToTakeBack(Conflict):
    code = "rounds.nothing_to_take_back"


class TooMany(BadInput):
    code = "rounds.too_many"


class DimensionWithoutName(BadInput):
    code = "rounds.name_missing"


class DimensionTwice(BadInput):
    code = "rounds.dimension_twice"


class NoAnswers(NotFound):
    code = "rounds.no_answers"


class NothingToExplain(BadInput):
    code = "rounds.nothing_to_explain"
