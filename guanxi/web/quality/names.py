"""What this room calls things on its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TABLES = {
    "customers": _("Customers"),
    "products": _("Products"),
    "purchases": _("Purchases"),
    "contacts": _("Contacts"),
    "answers": _("Answers"),
    "complaints": _("Complaints"),
    "points": _("Points"),
    "exposures": _("Campaign exposures"),
    "redemptions": _("Coupons used"),
}
SEVERITIES = {
    "good": pgettext_lazy("quality of data", "Good"),
    "watch": pgettext_lazy("quality of data", "Worth a look"),
    "poor": pgettext_lazy("quality of data", "Poor"),
}
SIGNS = {"good": "✓", "watch": "◔", "poor": "!"}
DAYS = {
    "open": pgettext_lazy("a day", "as usual"),
    "closed": pgettext_lazy("a day", "no sales, as usual on this weekday"),
    "silent": pgettext_lazy("a day", "no sales, unusually"),
    "fell": pgettext_lazy("a day", "far fewer than usual"),
}
