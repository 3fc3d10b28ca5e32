"""What customers will bring together, as a fan, with what happened over it; and their worth by turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from guanxi import formats
from guanxi.distribution.pictures.voice import Voice

ENDS = ("low90", "high90", "low50", "high50")


def fan(
    ahead: Sequence[Mapping[str, Any]],
    happened: Sequence[Mapping[str, Any]],
    *,
    as_of: date,
    today: date | None,
    of: str,
    voice: Voice,
) -> dict[str, Any] | None:
    """Cumulative spend of the customers known on a day, forecast then and happened since.

    ahead     rows of `distribution.forecasts`, of one segment; None is drawn without a spend forecast
    happened  rows of `distribution.forecasts.happened`, of the same segment
    of        what the segment is called
    """
    known = [row for row in ahead if row["spend"]]
    if not known:
        return None
    came = {row["days"]: row["spend"] for row in happened}
    days = sorted({row["days"] for row in known} | came.keys())
    by_days = {row["days"]: row["spend"] for row in known}
    return {
        "kind": "forecast",
        "title": _title(known[-1], came, as_of, of, voice),
        "summary": voice.say("future.summary", as_of=formats.day(as_of, voice.language)),
        "unit": "money",
        "axes": {"y": voice.say("future.spend")},
        "data": {
            "history": [],
            "forecast": [[as_of.isoformat(), 0, 0, 0, 0, 0]]
            + [
                [_on(as_of, n), by_days[n]["expected"], *(by_days[n][end] for end in ENDS)]
                for n in sorted(by_days)
            ],
            "actual": [[as_of.isoformat(), 0], *([_on(as_of, n), came[n]] for n in sorted(came))]
            if came
            else [],
            "today": today.isoformat() if today else None,
        },
        "table": voice.table(
            voice.say("future.until"),
            voice.say("future.expected"),
            voice.say("future.half"),
            voice.say("future.nine_in_ten"),
            voice.say("future.happened"),
            rows=[_row(n, by_days.get(n), came.get(n), as_of, voice) for n in days],
        ),
    }


def _on(as_of: date, days: int) -> str:
    return (as_of + timedelta(days=days)).isoformat()


def _title(last: Mapping[str, Any], came: Mapping[int, float], as_of: date, of: str, voice: Voice) -> str:
    low, high = (last["spend"][end] for end in ("low90", "high90"))
    facts = {"of": of, "day": formats.day(as_of + timedelta(days=last["days"]), voice.language)}
    if low is None:
        return voice.say("future.title_plain", money=voice.money(last["spend"]["expected"]), **facts)
    if not came:
        return voice.say("future.title", low=voice.money(low), high=voice.money(high), **facts)
    until = max(came)
    day = formats.day(as_of + timedelta(days=until), voice.language)
    return voice.say("future.title_happened", of=of, day=day, money=voice.money(came[until]))


def _row(
    days: int, fan: Mapping[str, Any] | None, came: float | None, as_of: date, voice: Voice
) -> list[str]:
    fan = fan or dict.fromkeys(("expected", *ENDS))
    return [
        formats.day(as_of + timedelta(days=days), voice.language),
        voice.money(fan["expected"]),
        between(fan["low50"], fan["high50"], voice),
        between(fan["low90"], fan["high90"], voice),
        voice.money(came),
    ]


def between(low: float | None, high: float | None, voice: Voice) -> str:
    """$1.1 M – $1.3 M; — where it is not known."""
    return formats.UNKNOWN if low is None else f"{voice.money(low)} – {voice.money(high)}"


def equity_history(
    turns: Sequence[tuple[date, int, float | None]], *, of: str, years: float, voice: Voice
) -> dict[str, Any] | None:
    """Customer equity of one segment by turn; None where fewer than two turns know it.

    turns  business date, customers and equity, the earliest first
    years  that equity looks ahead
    """
    known = [(day, customers, value) for day, customers, value in turns if value is not None]
    if len(known) < 2:
        return None
    (was_on, _, was), (is_on, _, now) = known[-2:]
    change = (now - was) / was if was else 0.0
    direction = "grew" if change > 0.0005 else "fell" if change < -0.0005 else "stayed"
    facts = {"of": of, "money": voice.money(now), "share": voice.share(abs(change))}
    return {
        "kind": "forecast",
        "title": voice.say(f"future.equity_{direction}", day=formats.day(was_on, voice.language), **facts),
        "summary": voice.say("future.equity_summary", years=f"{years:g}"),
        "unit": "money",
        "axes": {"y": voice.say("future.equity")},
        "data": {
            "history": [[day.isoformat(), value] for day, _, value in known],
            "forecast": [],
            "actual": [],
            "today": is_on.isoformat(),
        },
        "table": voice.table(
            voice.say("future.turn"),
            voice.say("customers"),
            voice.say("future.equity"),
            rows=[
                [formats.day(day, voice.language), voice.count(customers), voice.money(value)]
                for day, customers, value in known
            ],
        ),
    }
