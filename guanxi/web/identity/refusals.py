"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, Conflict, GuanxiError


class NoCustomers(BadInput):
    code = "identity.no_customers"


class NothingToCompare(BadInput):
    code = "identity.nothing_to_compare"


class AlreadyLooking(Conflict):
    code = "identity.already_looking"


class NothingThatSure(BadInput):
    code = "identity.nothing_that_sure"


class IsOneAlready(Conflict):
    code = "identity.is_one_already"


class Stopped(GuanxiError):
    code = "identity.unexpected"


class WorkerLost(GuanxiError):
    code = "identity.worker_lost"
