"""Who may do what: one table, read by pages, actions and the API alike.

A permission is "room.what". Which customers a person sees is decided by `customers.queries.visible_to`,
from `customers.see_all`: a role without it sees its own customers and the pool.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    OWNER = "owner", pgettext_lazy("role", "Owner")
    MANAGER = "manager", pgettext_lazy("role", "Manager")
    ANALYST = "analyst", pgettext_lazy("role", "Analyst")
    REP = "rep", pgettext_lazy("role", "Sales rep")
    AGENT = "agent", pgettext_lazy("role", "Service agent")
    VIEWER = "viewer", pgettext_lazy("role", "Viewer")


_LEAD = {Role.OWNER, Role.MANAGER}
_STUDY = _LEAD | {Role.ANALYST}
_SERVE = _LEAD | {Role.REP, Role.AGENT}
_EVERYBODY = set(Role)

PERMISSIONS: dict[str, set[Role]] = {
    "accounts.own_settings": _EVERYBODY,
    "accounts.own_tokens": _EVERYBODY - {Role.VIEWER},
    "accounts.manage": _LEAD,
    "accounts.manage_owners": {Role.OWNER},
    "kit.audit": _LEAD,
    "customers.see": _EVERYBODY,
    "customers.see_all": _STUDY | {Role.VIEWER, Role.AGENT},
    "customers.note": _SERVE | {Role.ANALYST},
    "customers.assign": _LEAD,
    "customers.claim": {Role.REP} | _LEAD,
    "insight.see": _EVERYBODY,
    "insight.save_view": _EVERYBODY,
    "insight.export": _STUDY | {Role.REP},
    "insight.load": set(),  # the application itself, after a turn; so are the next three
    "followups.sync_episodes": set(),
    "followups.climb": set(),
    "followups.open_for_answer": set(),
    "followups.mark_as_facts": set(),
    "followups.see": _SERVE | {Role.ANALYST},
    "followups.log_call": _SERVE,
    "followups.undo_call": _SERVE,
    "followups.close": _SERVE,
    "followups.reassign": _LEAD,
    "followups.edit_causes": _LEAD,
    "turns.see": _STUDY,
    "turns.start": _STUDY,
    "turns.decide": _LEAD,
    "imports.see": _STUDY,
    "imports.run": _STUDY,
    "imports.undo": _STUDY,
    "imports.edit_rules": _STUDY,
    "imports.carry_out": set(),  # the job queue's own writes
    "live.send": _STUDY,
    "live.see": _STUDY,
    "live.manage": _LEAD,
    "identity.see": _STUDY,
    "identity.decide": _STUDY,
    "identity.carry_out": set(),
    "quality.see": _STUDY,
    "privacy.see": _LEAD,
    "privacy.export": _LEAD,
    "privacy.erase": {Role.OWNER},
    "privacy.retain": {Role.OWNER},
    "overview.see": _STUDY | {Role.VIEWER},
    "overview.see_said": _STUDY | {Role.VIEWER, Role.REP},
    "experience.see": _STUDY | {Role.VIEWER},
    "experience.edit": _STUDY,
    "planning.see": _STUDY | {Role.VIEWER},
    "planning.edit": _STUDY,
    "forecast.see": _STUDY | {Role.VIEWER},
    "forecast.start_backtest": _STUDY,
    "forecast.carry_out": set(),  # the job queue's own writes
    "texts.see": _STUDY | {Role.REP, Role.AGENT},
    "texts.export": _STUDY,
    "texts.carry_out": set(),  # the job queue's own writes
    "surveys.see": _STUDY | {Role.VIEWER},
    "surveys.edit": _STUDY,
    "asking.see": _STUDY | {Role.VIEWER},
    "asking.invite": _LEAD,
    "asking.carry_out": set(),  # the job queue's own writes
    "api.use": _EVERYBODY,
}


def allows(role: str, permission: str) -> bool:
    """Whether the role has the permission; a permission nobody declared is a mistake, not a no."""
    return role in PERMISSIONS[permission]
