"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, Conflict


class PlanWithoutName(BadInput):
    code = "planning.plan_without_name"


class NameTaken(Conflict):
    code = "planning.name_taken"


class PlanChangedMeanwhile(Conflict):
    code = "planning.plan_changed_meanwhile"


class UnreadablePlan(BadInput):
    code = "planning.unreadable_plan"


class NothingToExplain(BadInput):
    code = "planning.nothing_to_explain"
