"""Themes counted over the texts a person may read: how many, who, how satisfied, more or less than before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum

from guanxi.knowledge.experience.intervals import (
    Interval,
    difference_interval,
    mean_interval,
    share_interval,
)
from guanxi.web.texts import queries
from guanxi.web.texts.asked import Asked
from guanxi.web.texts.models import Spoken, Text, Theme

LOOKED_AT = 20  # texts among which quotes are chosen
LEAST = 5  # answers behind a mean that is shown, texts of a period that is compared
QUOTES = 2


@dataclass(frozen=True)
class Change:
    """Of the share of texts, from the period before; sure where its interval leaves out zero."""

    before: float
    difference: float
    interval: Interval

    @property
    def sure(self) -> bool:
        return self.interval.low > 0 or self.interval.high < 0


@dataclass(frozen=True)
class Counted:
    """One theme; customers are those known; mean is None below five scores, change without a before."""

    theme: Theme
    texts: int
    customers: int
    share: float
    scored: int
    mean: float | None
    interval: Interval | None
    change: Change | None
    quotes: list[Text]


def counted(user, asked: Asked) -> list[Counted]:
    """Every theme that texts of the period speak of, the most spoken of first."""
    days = queries.period(user, asked)
    if days is None:
        return []
    fitting = queries.fitting(user, asked)
    now = queries.within(fitting, days)
    then = queries.within(fitting, days.before) if days.before else None
    texts, before = now.count(), then.count() if then is not None else 0
    earlier = _by_theme(then) if then is not None else {}
    themes = {theme.pk: theme for theme in queries.themes()}
    found = []
    for key, row in _by_theme(now).items():
        past = earlier.get(key, {"texts": 0})["texts"]
        change = _change(row["texts"], texts, past, before)
        found.append(_counted(themes[key], row, texts, change, _quotes(now, key)))
    return sorted(found, key=lambda each: (-each.texts, each.theme.pk))


def _by_theme(rows: QuerySet[Text]) -> dict[int, dict]:
    spoken = Spoken.objects.filter(text__in=rows.order_by().values("pk")).order_by()
    counts = spoken.values("theme").annotate(
        texts=Count("text"),
        customers=Count("text__customer", distinct=True),
        scored=Count("text__score"),
        total=Sum("text__score"),
        squares=Sum(F("text__score") * F("text__score")),
    )
    return {row["theme"]: row for row in counts}


def _counted(theme: Theme, row: dict, texts: int, change: Change | None, quotes: Iterable[Text]) -> Counted:
    mean, interval = _mean(row["scored"], row["total"], row["squares"])
    share = row["texts"] / texts
    return Counted(
        theme, row["texts"], row["customers"], share, row["scored"], mean, interval, change, list(quotes)
    )


def _mean(n: int, total: float | None, squares: float | None) -> tuple[float | None, Interval | None]:
    if n < LEAST:
        return None, None
    mean = total / n
    variance = max(0.0, (squares - n * mean * mean) / (n - 1))
    return mean, mean_interval(mean, (variance / n) ** 0.5, n)


def _change(texts: int, of: int, past: int, past_of: int) -> Change | None:
    if of < LEAST or past_of < LEAST:
        return None
    now, then = share_interval(texts, of), share_interval(past, past_of)
    interval = difference_interval((texts / of, now.low, now.high), (past / past_of, then.low, then.high))
    return Change(past / past_of, texts / of - past / past_of, interval)


def _quotes(rows: QuerySet[Text], theme: int) -> list[Text]:
    """The texts that speak of little else, first; the same words once."""
    spoken = Spoken.objects.filter(theme=theme, text__in=rows.order_by().values("pk"))
    found: dict[str, Text] = {}
    for each in spoken.select_related("text").order_by("place")[:LOOKED_AT]:
        found.setdefault(each.text.needle, each.text)
    return list(found.values())[:QUOTES]
