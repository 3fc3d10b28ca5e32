"""How lifetime value is reckoned: the firm's choices, with their defaults."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from guanxi.errors import SettingError

BEST = "best"


class BadSetting(SettingError):
    code = "lifetime.bad_setting"


@dataclass(frozen=True)
class LifetimeSettings:
    """model          the model of buying: of buying.BUYING, or "best": what the last back-test chose
    unit           the model's unit of time, day or week; forecasts do not depend on it
    horizon_days   days ahead that lifetime value counts
    discount       what money loses a year, 0.10 = 10 %
    margin         share of spend that is profit, 0..1; 1 values revenue
    """

    model: str = BEST
    unit: str = "week"
    horizon_days: int = 1095
    discount: float = 0.10
    margin: float = 1.0

    def __post_init__(self) -> None:
        for name, fine, allowed in (
            ("horizon_days", 1 <= self.horizon_days <= 36_500, "1..36500"),
            ("discount", 0 <= self.discount < 10, "0..10"),
            ("margin", 0 < self.margin <= 1, "> 0, <= 1"),
        ):
            if not fine:
                raise BadSetting(setting=name, given=getattr(self, name), allowed=allowed)

    def of(self, model: str) -> LifetimeSettings:
        """The same choices with this model."""
        return replace(self, model=model)

    def as_dict(self) -> dict:
        return asdict(self)
