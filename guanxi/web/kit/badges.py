"""Classes in their colours: quadrant, warning, tier, stage. Every colour is doubled by a sign and a word."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

from guanxi import formats
from guanxi.facts.words import word

SIGNS = {
    "quadrant": {"A": "◆", "B": "▲", "C": "●", "D": "○"},
    "warning": {"none": "", "watch": "◔", "act": "!"},
    "tier": {"platinum": "▰▰▰▰", "gold": "▰▰▰", "iron": "▰▰", "lead": "▰"},
    "stage": {
        "prospect": "·",
        "development": "↗",
        "growth": "↑",
        "maturity": "→",
        "decline": "↘",
        "lost": "×",
    },
}


def drawn(name: str, value: str | None, *, language: str, css: str = "") -> SafeString:
    """A small label such as `! Act now`; an unknown class is "—"."""
    if not value:
        return SafeString(f'<span class="gx-unknown">{formats.UNKNOWN}</span>')
    sign = SIGNS.get(name, {}).get(value, "")
    mark = f'<span class="gx-badge-sign" aria-hidden="true">{sign}</span>' if sign else ""
    kind = escape(f"gx-{name.replace('_', '-')}-{value.lower()} {css}")
    return SafeString(f'<span class="gx-badge {kind}">{mark}{escape(word(name).say(value, language))}</span>')
