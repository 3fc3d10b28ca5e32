"""What this room calls things on its page."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

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
