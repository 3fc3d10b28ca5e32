"""The back-tests of a firm, kept beside its facts: the turn takes the chosen model from the latest one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.distribution.backtests.origins import ORIGINS
from guanxi.distribution.backtests.run import Progress, backtest
from guanxi.distribution.dated import keep_dated, latest_dated
from guanxi.errors import BadInput
from guanxi.facts.firm import business_date
from guanxi.knowledge.lifetime.buying import BUYING

if TYPE_CHECKING:
    from guanxi.engines import Engine
    from guanxi.facts.store import Store

FOLDER = "backtests"


class NothingToTest(BadInput):
    code = "backtest.no_purchases"


class UnreadableBacktest(BadInput):
    code = "backtest.unreadable"


def firm_backtest(
    store: Store,
    *,
    engine: Engine,
    as_of: date | None = None,
    unit: str = "week",
    models: Sequence[str] = BUYING,
    origins: int = ORIGINS,
    horizons: Sequence[int] | None = None,
    progress: Progress = lambda origin, model: None,
) -> dict[str, Any]:
    """Back-test on a firm's own purchases and keep what was found.

    as_of   by default the day the firm stands on
    Out     what `latest_backtest` gives from now on, where this is the latest day
    Errors  NothingToTest, and those of `backtest`
    """
    pinned = store.pinned("purchases", "identities")  # whatever is imported meanwhile
    as_of = as_of or business_date(pinned)
    if as_of is None:
        raise NothingToTest()
    found = backtest(
        pinned.read("purchases", engine, as_of=as_of),
        as_of=as_of,
        engine=engine,
        unit=unit,
        models=models,
        origins=origins,
        horizons=horizons,
        progress=progress,
    )
    facts = pinned.fingerprint("purchases", as_of=as_of)
    told = {"id": f"{as_of.isoformat()}-{facts[:12]}", "facts": facts} | found.as_dict()
    keep_backtest(store, told)
    return told


def keep_backtest(store: Store, told: dict[str, Any]) -> None:
    """Keep one back-test per day, whole or not at all; a later one of the same day takes its place.

    In   told   `Backtest.as_dict()` with "id" and "facts", the fingerprint of the purchases
    """
    keep_dated(store, FOLDER, told)


def latest_backtest(store: Store, *, as_of: date | None = None) -> dict[str, Any] | None:
    """The back-test of the latest day, of those up to as_of; None where none was made.

    Out     as `Backtest.as_dict()`, with
            id      the day and the beginning of `facts`
            facts   the fingerprint of the purchases it was made from: where the store's is another by now,
                    something was imported since
    Errors  UnreadableBacktest
    """
    path = latest_dated(store, FOLDER, as_of=as_of)
    if path is None:
        return None
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError:
        raise UnreadableBacktest(path=f"{FOLDER}/{path.name}") from None
