"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, Conflict


class FollowUpClosed(Conflict):
    code = "followups.closed"


class NextDateInPast(BadInput):
    code = "followups.next_in_past"


class NotOpenAgain(Conflict):
    code = "followups.not_open_again"


class TooLateToUndo(Conflict):
    code = "followups.too_late_to_undo"


class NotTheLastCall(Conflict):
    code = "followups.not_the_last_call"


class CannotSeeCustomer(BadInput):
    code = "followups.cannot_see_customer"


class UnknownCause(BadInput):
    code = "followups.unknown_cause"


class NoBusinessDate(BadInput):
    code = "followups.no_business_date"


class CauseNeedsNames(BadInput):
    code = "followups.cause_needs_names"
