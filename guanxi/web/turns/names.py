"""What tables and steps are called on the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GRAINS = {
    "customers": _("one row per customer"),
    "products": _("one row per product"),
    "purchases": _("one row per order line"),
    "contacts": _("one row per call, visit or message"),
    "answers": _("one row per question answered"),
    "invitations": _("one row per customer and survey the customer was asked to answer"),
    "complaints": _("one row per complaint"),
    "points": _("one row per movement of points"),
    "costs": _("one row per cost of serving, winning or keeping"),
    "identities": _("one row per id found to be another customer's"),
    "exposures": _("one row per customer and campaign sent"),
    "redemptions": _("one row per coupon used"),
    "predictions": _("one row per customer and turn"),
    "episodes": _("one row per lateness of a customer"),
    "measurements": _("one row per turn and decile checked"),
}
STEPS = {
    "": _("waiting for the worker"),
    "calls": _("writing calls down as facts"),
    "knowledge": _("working out what the facts mean"),
    "predictions": _("keeping the predictions"),
    "follow_ups": _("opening and closing follow-ups"),
    "outcomes": _("checking earlier predictions"),
    "customers": _("bringing in customers"),
    "profile": _("bringing in profiles"),
    "tasks": _("giving out tasks"),
    "summary": _("summing up"),
    "done": pgettext_lazy("a step", "done"),
}
