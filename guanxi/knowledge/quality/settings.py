"""From where on a shortcoming is worth a look, and from where on a number made of it is too poor to use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from guanxi.errors import SettingError
from guanxi.facts.whole import write_file

if TYPE_CHECKING:
    from guanxi.facts.store import Store

FILE = "quality.json"
GOOD, WATCH, POOR = "good", "watch", "poor"
SEVERITIES = (GOOD, WATCH, POOR)


class UnreadableQualitySettings(SettingError):
    code = "quality.unreadable_settings"


class Limit(BaseModel):
    """A share from which on to watch, and one from which on a number is too poor; nothing is always good.

    poor   None where the shortcoming never makes a number too poor to use
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    watch: float
    poor: float | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Limit:
        if self.poor is not None and self.poor < self.watch:
            raise ValueError("poor must not come before watch")
        return self

    def severity(self, value: float) -> str:
        if value <= 0 or value < self.watch:
            return GOOD
        return POOR if self.poor is not None and value >= self.poor else WATCH


def _limit(watch: float, poor: float | None = None) -> Limit:
    return Limit(watch=watch, poor=poor)


class QualitySettings(BaseModel):
    """The firm's limits. Shares are 0..1 of the rows, orders or customers spoken of.

    window_days      how far back days are looked at
    recent_days      so many days back, silent days may be files that did not come
    silent_to_poor   so many of them, and measures that look at the last days are too poor
    weeks_around     a day is compared with the same weekday so many weeks before and after it
    open_share       a weekday is a trading day where so many of those days have sales
    fewest_usual     below so many rows on a usual day, a day without any may be chance
    drop_to          a day below this share of its usual rows fell
    gaps             so many usual gaps without news are stale; twice as many are poor
    oldest_on        a day before this is a slip of the pen
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    orders_without_customer: Limit = _limit(0.02, 0.20)
    column_missing: Limit = _limit(0.02, 0.30)
    future_rows: Limit = _limit(0.0, 0.001)
    old_rows: Limit = _limit(0.0, 0.01)
    equal_lines: Limit = _limit(0.001, 0.02)
    alike_customers: Limit = _limit(0.005, 0.05)
    set_aside: Limit = _limit(0.005, 0.05)
    currency_missing: Limit = _limit(0.01, 0.20)
    currency_mixed: Limit = _limit(0.0, 0.01)
    unknown_customers: Limit = _limit(0.001, 0.20)
    unknown_products: Limit = _limit(0.001, 0.20)
    customers_without_name: Limit = _limit(0.05, 0.30)
    customers_without_reach: Limit = _limit(0.10, 0.50)

    window_days: int = 365
    recent_days: int = 28
    silent_to_poor: int = 3
    weeks_around: int = 8
    open_share: float = 0.8
    fewest_usual: float = 5.0
    drop_to: float = 0.4
    gaps: float = 4.0
    oldest_on: date = date(1980, 1, 1)


def read_quality_settings(store: Store) -> QualitySettings:
    """The limits of a store's firm; the defaults where it decided nothing."""
    path = store.root / FILE
    if not path.exists():
        return QualitySettings()
    try:
        return QualitySettings.model_validate_json(path.read_text("utf-8"))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UnreadableQualitySettings(path=FILE, where=where or "—", why=first["msg"]) from None


def write_quality_settings(store: Store, settings: QualitySettings) -> None:
    """Keep a firm's limits; only what differs from the defaults, so that better defaults reach it."""
    write_file(store.root / FILE, settings.model_dump_json(indent=1, exclude_defaults=True) + "\n")
