"""What the tables of facts are called on every page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TABLES = {
    "customers": _("Customers"),
    "products": _("Products"),
    "purchases": _("Purchases"),
    "contacts": _("Contacts"),
    "answers": _("Answers"),
    "invitations": _("Invitations"),
    "complaints": _("Complaints"),
    "points": _("Points"),
    "costs": _("Costs"),
    "identities": _("Merged customers"),
    "exposures": _("Campaign exposures"),
    "redemptions": _("Coupons used"),
    "predictions": _("Predictions"),
    "episodes": _("Lateness episodes"),
    "measurements": _("Predictions checked"),
}
