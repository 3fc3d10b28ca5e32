"""How a number looks on every page: value, interval, change, and the way to what it is.

`drawn(2340, "lifetime_value", low=1930, high=2750, delta=120, customer=17)` gives a link with a quiet
dotted underline; opening it shows the explanation in a side sheet (the insight room's page).
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guanxi import formats
from guanxi.facts.words import Word, word
from guanxi.units import Unit
from guanxi.web.kit import business, doubts

# What stands beside a number that rests on poor facts; why is in the sheet that it opens.
DOUBT = '<sup class="gx-doubt" aria-hidden="true">?</sup>'


def drawn(
    value,
    name: str,
    *,
    language: str,
    customer=None,
    low=None,
    high=None,
    delta=None,
    currency: str | None = None,
    exact: bool = False,
    bare: bool = False,
    css: str = "",
    **subject,
) -> SafeString:
    """The value of the word `name`, openable. `bare` leaves interval, change and doubt to the opened sheet;
    further arguments (snapshot=…) travel to the explanation."""
    what = word(name)
    currency = currency or business.currency()
    text, range_ = _figures(value, low, high, what.unit, language, currency, exact)
    if what.values and value:
        text = what.say(str(value), language)
    extras = "" if bare else _extras(value, range_, delta, what, language, currency)
    about = _address(name, customer, subject)
    if about is None:
        return SafeString(f'<span class="gx-value {css}">{escape(text)}</span>{extras}')
    unknown = formats.is_unknown(value)
    label = f"{what.label(language)}: {_('unknown') if unknown else text}"
    mark = ""
    if not bare and not unknown and doubts.of(name):
        careful = _("to be read with care")
        label, mark = f"{label} ({careful})", DOUBT
    return SafeString(
        f'<a class="gx-number{" gx-unknown" if unknown else ""} {css}" href="{escape(about)}" data-explain'
        f' aria-label="{escape(label)}">{escape(text)}{mark}</a>{extras}'
    )


def _figures(value, low, high, unit: Unit, language, currency, exact) -> tuple[str, str]:
    if low is None or high is None or exact:
        return formats.by_unit(value, unit, language, currency=currency, exact=exact), ""
    return formats.interval(value, low, high, unit, language, currency=currency)


def _extras(value, range_: str, delta, what: Word, language, currency) -> str:
    """What stands small beside the value: its interval, the odds in words, the change."""
    parts = [f' <small class="gx-interval">{escape(range_)}</small>'] if range_ else []
    if what.unit == Unit.PROBABILITY and not formats.is_unknown(value):
        parts.append(f' <small class="gx-odds">{escape(formats.odds(value, language))}</small>')
    if not formats.is_unknown(delta):
        parts.append(_delta(delta, what.unit, language, currency))
    return "".join(parts)


def _delta(delta, unit: Unit, language: str, currency: str | None) -> str:
    sign, since = _since(delta)
    said = formats.change(delta, unit, language, currency=currency)
    return (
        f' <small class="gx-delta"><span aria-hidden="true">{sign}</span> {escape(said)}'
        f" <span>{escape(since)}</span></small>"
    )


def _since(delta: float) -> tuple[str, str]:
    if delta > 0:
        return "▲", _("up since the last turn")
    if delta < 0:
        return "▼", _("down since the last turn")
    return "＝", _("as last turn")


def _address(name: str, customer, subject: dict) -> str | None:
    path = _explanation(name)
    if path is None:
        return None
    asked = {key: value for key, value in {"customer": customer, **subject}.items() if value is not None}
    return f"{path}?{urlencode(asked)}" if asked else path


@lru_cache(maxsize=1024)
def _explanation(name: str) -> str | None:
    """Where a word is explained: looked up once, since a list shows hundreds of numbers."""
    try:
        return reverse("insight:explain", args=[name])
    except NoReverseMatch:
        return None
