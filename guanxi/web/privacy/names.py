"""What this room calls what the application holds about a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROOMS = {
    "application_customer": _("Who the person is in the application"),
    "notes": _("Notes"),
    "hand_overs": _("Hand-overs"),
    "follow_ups": _("Follow-ups"),
    "calls": _("Calls"),
    "profile": _("Profile shown now"),
    "pairs": _("Pairs that may be one customer"),
}
