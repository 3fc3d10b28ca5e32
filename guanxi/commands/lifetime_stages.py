"""`guanxi lifetime --model life-stage`: what a customer of some age and stage will bring over a life."""

from __future__ import annotations

from typing import Any

from guanxi.commands.lifetime_asked import Asked, NotAHistory, discount, noted
from guanxi.knowledge.life_stages import life_value, schedule
from guanxi.sources.life_stages import read_schedule


def fitted(asked: Asked) -> dict[str, Any]:
    """The value of a customer, its range and its parts by stage.

    The file is the schedule: a table with one row per stage, or JSON or TOML with `stages`.

    age       the customer's, in years; needed for stages that come at an age
    stage     the last one done, and the years since: "first home,4"; without it nothing is done yet
    """
    read = read_schedule(asked.file, asked.columns)
    plan = schedule(read.rows)
    done, since = _done(asked.stage)
    rate = discount(asked, 0.05 if read.discount is None else read.discount)
    found = life_value(plan, age=asked.age, done=done, years_since=since, discount=rate)
    return {
        "model": asked.model,
        "unit": "year",
        "as_of": None,
        "age": asked.age,
        "done": done,
        "years_since": since,
        "discount": rate,
        "parameters": {},
        "schedule": plan.as_dict()["stages"],
        **found.as_dict(),
        "read": {
            "file": asked.file.name,
            "rows_read": len(read.rows),
            "rows_set_aside": 0,
            "set_aside": {},
            "columns": read.columns,
        },
        "notes": noted(list(read.notes), asked.language),
    }


def _done(text: str | None) -> tuple[str | None, float | None]:
    """The stage and the years since it, as typed."""
    if text is None:
        return None, None
    name, comma, years = text.rpartition(",")
    if not comma:
        return text.strip(), None
    try:
        return name.strip(), float(years)
    except ValueError:
        raise NotAHistory(asked=text, shape="stage,years") from None
