"""How values are written for people: one way for pages, reports and exports, in English and Chinese.

Every function is pure. `language` is "en" or "zh-hans". An unknown value (None or NaN) is "—", never 0.
The digits shown are those a reader can use: large numbers are shortened (1.2 M, 1.2 万), and a value with
an interval shows no digit finer than about a twentieth of the interval's width.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from guanxi.units import Unit

UNKNOWN = "—"
SYMBOLS = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = {
    "en": ((1e9, " B"), (1e6, " M")),
    "zh": ((1e8, " 亿"), (1e4, " 万")),
}


def is_unknown(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def by_unit(
    value, unit: Unit, language: str = "en", *, currency: str | None = None, exact: bool = False
) -> str:
    """The value as its unit wants it; text and dates too."""
    if is_unknown(value):
        return UNKNOWN
    if isinstance(value, date):
        return day(value, language)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    match unit:
        case Unit.MONEY:
            return money(value, currency, language, exact=exact)
        case Unit.SHARE | Unit.PROBABILITY:
            return percent(value)
        case Unit.DAYS:
            return days(value, language)
        case Unit.INDEX:
            return plain(value, 1 if exact else 0)
        case Unit.SCORE:
            return plain(value, 0)
        case _:
            return number(value, language, exact=exact)


def number(value: float | None, language: str = "en", *, exact: bool = False) -> str:
    """A count or quantity: 12,345 · 1.2 M · 1.2 万; fractions keep one decimal below ten thousand."""
    if is_unknown(value):
        return UNKNOWN
    whole = float(value).is_integer()
    if exact:
        return plain(value, 0 if whole else 2)
    return _short(value, language) or plain(value, 0 if whole or abs(value) >= 1e4 else 1)


def three_digits(value: float) -> str:
    """Three significant digits, never in powers of ten."""
    return f"{float(f'{value:.3g}'):,.10g}"


def money(
    value: float | None,
    currency: str | None,
    language: str = "en",
    *,
    exact: bool = False,
    digits: int | None = None,
) -> str:
    """An amount with its currency: $18.40 · $1,234 · ¥1.2 万; cents only where they matter."""
    if is_unknown(value):
        return UNKNOWN
    if digits is None:
        digits = 2 if value and (exact or abs(value) < 100) else 0
    figures = (None if exact else _short(abs(value), language)) or plain(abs(value), digits)
    sign = "−" if value < 0 and any(figure in figures for figure in "123456789") else ""
    return sign + _with_currency(figures, currency)


def every_decimal(amount: Decimal | None) -> str:
    """A sum as books have it: nothing shortened and nothing rounded, with a true minus sign."""
    return UNKNOWN if amount is None else f"{amount:,}".replace("-", "−")


def percent(value: float | None) -> str:
    """A share 0..1 as percent with at most one decimal; what is not quite nothing or all says so."""
    if is_unknown(value):
        return UNKNOWN
    hundred = value * 100
    if 0 < hundred < 0.1:
        return "<0.1%"
    if 99.9 < hundred < 100:
        return ">99.9%"
    digits = 0 if abs(hundred) >= 10 and hundred < 99 else 1
    return plain(hundred, digits).removesuffix(".0") + "%"


def odds(probability: float | None, language: str = "en") -> str:
    """A probability in counts a person can use: "about 1 in 6", 约每 6 位中有 1 位."""
    if is_unknown(probability):
        return UNKNOWN
    chinese = _chinese(language)
    if probability < 0.005:
        return "约每 200 位中不到 1 位" if chinese else "fewer than 1 in 200"
    if probability > 0.995:
        return "几乎可以肯定" if chinese else "almost certain"
    of, among = _fraction(probability)
    return f"约每 {among} 位中有 {of} 位" if chinese else f"about {of} in {among}"


def day(value: date | None, language: str = "en") -> str:
    """22 Nov 2026 / 2026年11月22日."""
    if value is None:
        return UNKNOWN
    if _chinese(language):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime | None, language: str = "en") -> str:
    """A day with its time of day, to the minute."""
    return UNKNOWN if value is None else f"{day(value, language)} {value:%H:%M}"


def days(value: float | None, language: str = "en") -> str:
    if is_unknown(value):
        return UNKNOWN
    figures = plain(value, 0)
    if _chinese(language):
        return f"{figures} 天"
    return f"{figures} day" if abs(value) == 1 else f"{figures} days"


def interval(
    value: float, low: float, high: float, unit: Unit, language: str = "en", *, currency: str | None = None
) -> tuple[str, str]:
    """A value and its interval in the digits the interval deserves: ("$2,340", "± $410")."""
    if is_unknown(value) or is_unknown(low) or is_unknown(high):
        return by_unit(value, unit, language, currency=currency), ""
    step = _deserved_step(high - low)
    rounded = [_to_step(each, step) for each in (value, low, high)]

    def said(each: float) -> str:
        return by_unit(each, unit, language, currency=currency)

    below, above = value - low, high - value
    if max(below, above) > 0 and abs(above - below) <= 0.1 * max(below, above):
        return said(rounded[0]), f"± {said(_to_step((high - low) / 2, step))}"
    return said(rounded[0]), f"{said(rounded[1])} – {said(rounded[2])}"


def change(delta: float, unit: Unit, language: str = "en", *, currency: str | None = None) -> str:
    """A difference with its sign: +120, −3.2%, ±0."""
    if is_unknown(delta):
        return UNKNOWN
    size = by_unit(abs(delta), unit, language, currency=currency)
    return ("+" if delta > 0 else "−" if delta < 0 else "±") + size


def plain(value: float, digits: int) -> str:
    """Figures with thousands separators; a true minus sign, and no minus before nothing."""
    text = f"{_half_up(value, digits):,.{digits}f}"
    negative = text.startswith("-") and any(figure in text for figure in "123456789")
    return ("−" if negative else "") + text.lstrip("-")


def _half_up(value: float, digits: int) -> Decimal | float:
    """Halves away from nothing, as people and browsers round; floats alone would round them to even."""
    if abs(value) >= 1e15:
        return value
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _short(value: float, language: str) -> str | None:
    for size, name in _STEPS["zh" if _chinese(language) else "en"]:
        if abs(value) >= size:
            figures = value / size
            return plain(figures, 0 if abs(figures) >= 100 else 1) + name
    return None


def _with_currency(figures: str, currency: str | None) -> str:
    if not currency:
        return figures
    return SYMBOLS[currency] + figures if currency in SYMBOLS else f"{currency} {figures}"


def _fraction(probability: float) -> tuple[int, int]:
    """The handiest k in n: 1 in n for the unlikely, n - 1 in n for the likely, small n between."""
    if probability <= 0.3:
        return 1, _handy(1 / probability)
    if probability >= 0.7:
        among = _handy(1 / (1 - probability))
        return among - 1, among
    pairs = [(of, among) for among in (2, 3, 5) for of in range(1, among)]
    return min(pairs, key=lambda pair: (abs(pair[0] / pair[1] - probability), pair[1]))


def _handy(among: float) -> int:
    if among < 12:
        return round(among)
    return min((12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200), key=lambda each: abs(math.log(each / among)))


def _deserved_step(width: float) -> float:
    """The power of ten nearest below a twentieth of the interval's width."""
    return 10.0 ** math.floor(math.log10(width / 20)) if width > 0 else 0.0


def _to_step(value: float, step: float) -> float:
    return round(value / step) * step if step else value


def _chinese(language: str) -> bool:
    return language.lower().startswith("zh")
