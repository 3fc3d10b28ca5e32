"""Loyalty by satisfaction, with bands; where it is flat, the trap is named."""

from __future__ import annotations

from typing import Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.distribution.pictures.wording import score_of, span_of
from guanxi.knowledge.experience.loyalty_curve import Band, Curve


def loyalty_curve(
    found: Curve, *, scale: tuple[float, float] = (0, 10), voice: Voice
) -> dict[str, Any] | None:
    """Loyalty by band of satisfaction, with intervals; where it is flat the title names the trap.

    None where no band can be shown.
    """
    shown = [band for band in found.bands if band.loyalty is not None]
    if not shown:
        return None
    as_share = found.of == "share"
    say = voice.share if as_share else score_of
    return {
        "kind": "intervals",
        "title": _title(found, shown, voice),
        "summary": voice.say(
            "curve.summary_share" if as_share else "curve.summary_mean", n=voice.count(found.n)
        ),
        "unit": "share" if as_share else "count",
        "axes": {"x": voice.say("curve.stayed" if as_share else "curve.intention")},
        "data": {
            "span": [0, 1] if as_share else list(scale),
            "joined": True,
            "rows": [
                {
                    "key": str(at),
                    "name": f"{_range(band)} ({voice.share(band.share)})",
                    "value": band.loyalty,
                    "low": band.low,
                    "high": band.high,
                    "n": band.n,
                    "tone": "below" if {at, at - 1} & set(found.trap) else "history",
                }
                for at, band in enumerate(found.bands)
            ],
        },
        "table": voice.table(
            *(voice.say(f"curve.{each}") for each in ("satisfaction", "people", "loyalty")),
            voice.say("drivers.interval"),
            rows=[
                [_range(band), voice.count(band.n), say(band.loyalty), span_of(say(band.low), say(band.high))]
                for band in found.bands
            ],
        ),
    }


def _title(found: Curve, shown: list[Band], voice: Voice) -> str:
    if found.trap:
        at = found.trap[0]
        return voice.say("curve.trap", one=_range(found.bands[at]), other=_range(found.bands[at + 1]))
    if found.ceiling:
        ends = found.bands[found.ceiling[0]], found.bands[found.ceiling[-1] + 1]
        return voice.say("curve.ceiling", one=_range(ends[0]), other=_range(ends[1]))
    if len(shown) == 1:
        return voice.say("curve.alone", band=_range(shown[0]))
    first, last = shown[0].loyalty, shown[-1].loyalty
    say = voice.share if found.of == "share" else score_of
    return voice.say("curve.rises" if last > first else "curve.same", low=say(first), high=say(last))


def _range(band: Band) -> str:
    if band.least == band.most:
        return score_of(band.least)
    return f"{score_of(band.least)}–{score_of(band.most)}"
