"""What a customer brings who buys at the stages of a life: four homes, cars, a family's policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from scipy.special import gammaincc, gammainccinv

from guanxi.errors import BadInput, NotFound

MOST_STAGES = 50
LIVES, DATES = 20_000, 500
NEVER = 1e-12  # a chance of coming so late is none
OLDEST = 120.0
MOST = 1e15


class ImpossibleStage(BadInput):
    code = "life_stages.impossible_stage"


class ImpossibleSchedule(BadInput):
    code = "life_stages.impossible_schedule"


class UnknownStage(NotFound):
    code = "life_stages.unknown_stage"


class NotSaidOfCustomer(BadInput):
    code = "life_stages.not_said"


@dataclass(frozen=True)
class Stage:
    """One purchase of a life.

    probability  that it is bought, from us, 0..1: by all customers where it comes at an age, by those who
                 bought the stage before where it comes some years after that
    amount       money it brings; margin the share of it that is profit, -1..1; cost what winning it costs
    age          of the customer, in years, on average; or
    after        years since the stage before, on average
    spread       standard deviation of that age, or of those years; 0 where it is the same for all
    """

    name: str
    probability: float
    amount: float
    margin: float = 1.0
    cost: float = 0.0
    age: float | None = None
    after: float | None = None
    spread: float = 0.0

    @property
    def profit(self) -> float:
        return self.amount * self.margin - self.cost

    @property
    def years(self) -> float:
        """The age, or the years after the stage before."""
        return self.age if self.age is not None else self.after


@dataclass(frozen=True)
class Schedule:
    """The stages of a life in their order.

    Errors  ImpossibleStage names the stage, the column and what is allowed; ImpossibleSchedule
    """

    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.stages) <= MOST_STAGES:
            raise ImpossibleSchedule(
                why_en=f"1 to {MOST_STAGES} stages are needed", why_zh=f"须有 1 至 {MOST_STAGES} 个阶段"
            )
        seen: set[str] = set()
        for number, stage in enumerate(self.stages):
            _refuse_impossible(stage, first=number == 0)
            if stage.name in seen:
                raise ImpossibleStage(stage=stage.name, column="name", given=stage.name, allowed="once")
            seen.add(stage.name)
        ages = [stage.age for stage in self.stages if stage.age is not None]
        if ages != sorted(ages):
            raise ImpossibleSchedule(
                why_en="ages must not fall from stage to stage", why_zh="各阶段的年龄不能递减"
            )

    def as_dict(self) -> dict[str, Any]:
        return {"stages": [asdict(stage) for stage in self.stages]}

    def place(self, name: str | None) -> int:
        """How many stages are done once this one is; 0 for None.

        Errors  UnknownStage
        """
        if name is None:
            return 0
        for number, stage in enumerate(self.stages, 1):
            if stage.name == name:
                return number
        raise UnknownStage(asked=name, known=", ".join(stage.name for stage in self.stages))


ALLOWED = {
    "probability": (0.0, 1.0, "0..1"),
    "amount": (0.0, MOST, ">= 0"),
    "margin": (-1.0, 1.0, "-1..1"),
    "cost": (0.0, MOST, ">= 0"),
    "age": (0.0, OLDEST, "0..120"),
    "after": (0.0, OLDEST, "0..120"),
}


def _refuse_impossible(stage: Stage, *, first: bool) -> None:
    if not stage.name.strip():
        raise ImpossibleStage(stage="-", column="name", given="", allowed="a name")
    if (stage.age is None) == (stage.after is None):
        raise ImpossibleStage(stage=stage.name, column="age, after", given="-", allowed="one of the two")
    if first and stage.after is not None:
        raise ImpossibleStage(
            stage=stage.name, column="after", given=stage.after, allowed="an age: it is the first"
        )
    for column, (low, high, allowed) in ALLOWED.items():
        given = getattr(stage, column)
        if given is not None and not low <= given <= high:  # NaN too
            raise ImpossibleStage(stage=stage.name, column=column, given=given, allowed=allowed)
    if not 0 <= stage.spread <= stage.years:
        raise ImpossibleStage(
            stage=stage.name, column="spread", given=stage.spread, allowed=f"0..{stage.years:g}"
        )


def schedule(rows: Sequence[Mapping[str, Any]]) -> Schedule:
    """A schedule from rows of plain data, as JSON or TOML hold them.

    Errors  ImpossibleStage for a column that is unknown, missing or no number
    """
    known = {field.name for field in fields(Stage)}
    stages = []
    for number, row in enumerate(rows, 1):
        name = str(row.get("name", "") or "").strip()
        for column, given in row.items():
            if column not in known:
                raise ImpossibleStage(
                    stage=name or number, column=column, given=given, allowed=", ".join(sorted(known))
                )
            number_needed = column != "name" and given is not None
            if number_needed and (isinstance(given, bool) or not isinstance(given, (int, float))):
                raise ImpossibleStage(
                    stage=name or number, column=column, given=given, allowed="0, 1, 2.5, ..."
                )
        for column in ("probability", "amount"):
            if row.get(column) is None:
                raise ImpossibleStage(
                    stage=name or number, column=column, given="-", allowed="0, 1, 2.5, ..."
                )
        given = {column: value for column, value in row.items() if value is not None and column != "name"}
        stages.append(Stage(name, **{column: float(value) for column, value in given.items()}))
    return Schedule(tuple(stages))


# The worked case of the method book: a property developer counts four homes in a life. Figures to be edited.
FOUR_HOMES = Schedule(
    (
        Stage("first home", 0.70, 1_000_000, 0.12, age=29, spread=4),
        Stage("first move", 0.50, 1_800_000, 0.12, after=8, spread=3),
        Stage("second move", 0.35, 2_600_000, 0.12, after=10, spread=4),
        Stage("retirement home", 0.20, 1_500_000, 0.12, age=62, spread=5),
    )
)


@dataclass(frozen=True)
class StageValue:
    """What one stage brings this customer.

    status             done, ahead, or missed: its time is over, or that of the stage it comes after
    probability        that it is still bought, 0..1
    expected_in_years  from now, of those who buy it; None where nobody does
    factor             what 1 of it is worth today
    value              probability x factor x profit
    """

    name: str
    status: str
    probability: float
    expected_in_years: float | None
    profit: float
    factor: float
    value: float


@dataclass(frozen=True)
class LifeValue:
    """The discounted profit of all stages to come, and its range with probability `level`."""

    value: float
    low: float
    high: float
    level: float
    stages: tuple[StageValue, ...]

    def as_dict(self) -> dict[str, Any]:
        numbers = {name: getattr(self, name) for name in ("value", "low", "high", "level")}
        return numbers | {"stages": [asdict(stage) for stage in self.stages]}


def life_value(
    plan: Schedule,
    *,
    age: float | None = None,
    done: str | None = None,
    years_since: float | None = None,
    discount: float = 0.05,
    level: float = 0.9,
) -> LifeValue:
    """The value of a customer of this age who has done the stages up to and with `done`.

    In       years_since  years since `done` was bought
             discount     what money loses a year
    Assumes  stages that come at an age are bought whatever was bought before, those that come some years
             after another only by who bought that; ages and years follow a gamma distribution
    Rule     not having bought yet makes it less likely and later: both are reckoned given that
    Range    over 20,000 lives, in which each purchase happens or not, sooner or later; always the same
    Errors   NotSaidOfCustomer where an age or years are needed; UnknownStage; ImpossibleStage for an absurd
             age, years, discount or level
    """
    place = plan.place(done)
    _check(age, "age", OLDEST)
    _check(years_since, "years_since", OLDEST)
    for name, given, high in (("discount", discount, 10.0), ("level", level, 1.0)):
        if not 0 < given <= high or (name == "level" and given == 1):
            raise ImpossibleStage(stage="-", column=name, given=given, allowed=f"> 0, <= {high:g}")
    rate = float(np.log1p(discount))
    coming = [
        (stage, _coming(stage, number == 0, age, years_since))
        for number, stage in enumerate(plan.stages[place:])
    ]
    done_already = [StageValue(s.name, "done", 0.0, None, s.profit, 0.0, 0.0) for s in plan.stages[:place]]
    parts = (*done_already, *_parts(coming, rate))
    low, high = _range(coming, rate, level)
    return LifeValue(float(sum(part.value for part in parts)), low, high, level, parts)


def _parts(coming, rate: float):
    """Stage by stage; what comes after another stage takes its chance, its years and its discount along."""
    chance, wait, factor = 1.0, 0.0, 1.0
    for stage, own in coming:
        linked = stage.after is not None
        chance = own.chance * (chance if linked else 1.0)
        wait = own.mean + (wait if linked else 0.0)
        factor = own.factor(rate) * (factor if linked else 1.0)
        status = "missed" if chance == 0 < stage.probability else "ahead"
        when = wait if chance > 0 else None
        yield StageValue(
            stage.name, status, chance, when, stage.profit, factor, chance * factor * stage.profit
        )


def _check(given: float | None, name: str, high: float) -> None:
    if given is not None and not 0 <= given <= high:
        raise ImpossibleStage(stage="-", column=name, given=given, allowed=f"0..{high:g}")


@dataclass(frozen=True)
class Coming:
    """A purchase to come: the chance, and the years until it, of who has `waited` so many already.

    The whole wait is gamma(shape, scale); with shape None it is `whole` years for all.
    """

    chance: float
    waited: float
    whole: float
    shape: float | None = None
    scale: float = 1.0

    @property
    def mean(self) -> float:
        """Years from now, of those who buy."""
        if self.shape is None or not self.chance:
            return self.whole - self.waited
        later = (gammaincc(self.shape + n, self.waited / self.scale) for n in (1, 0))
        return self.whole * float(next(later) / next(later)) - self.waited

    def factor(self, rate: float) -> float:
        """What 1 is worth today: the mean of e^(-rate years) over those who buy."""
        if not self.chance:
            return 0.0
        if self.shape is None:
            return float(np.exp(-rate * (self.whole - self.waited)))
        stretch = 1 + rate * self.scale
        later = gammaincc(self.shape, self.waited * stretch / self.scale)
        all_later = gammaincc(self.shape, self.waited / self.scale)
        return float(np.exp(rate * self.waited) * stretch**-self.shape * later / all_later)

    def drawn(self, rng: np.random.Generator) -> np.ndarray:
        """Years from now in each of so many lives, out of equally likely ones."""
        if self.shape is None or not self.chance:
            return np.full(LIVES, self.whole - self.waited)
        even = (np.arange(DATES) + 0.5) / DATES * gammaincc(self.shape, self.waited / self.scale)
        dates = gammainccinv(self.shape, even) * self.scale - self.waited
        return dates[rng.integers(0, DATES, LIVES)]


def _coming(stage: Stage, is_next: bool, age: float | None, years_since: float | None) -> Coming:
    """From now, or from the stage before where that is still to come."""
    if stage.age is not None:
        waited = _said(age, "age", stage)
    else:
        waited = _said(years_since, "years_since", stage) if is_next else 0.0
    if stage.spread == 0:
        return Coming(stage.probability if waited <= stage.years else 0.0, waited, stage.years)
    shape, scale = (stage.years / stage.spread) ** 2, stage.spread**2 / stage.years
    late = float(gammaincc(shape, waited / scale))  # P(later than now)
    chance = stage.probability * late / (1 - stage.probability * (1 - late)) if late > NEVER else 0.0
    return Coming(min(chance, 1.0), waited, stage.years, shape, scale)


def _said(given: float | None, name: str, stage: Stage) -> float:
    if given is None:
        raise NotSaidOfCustomer(stage=stage.name, needed=name)
    return given


def _range(coming: Sequence[tuple[Stage, Coming]], rate: float, level: float) -> tuple[float, float]:
    """The ends of what so many lives bring."""
    rng = np.random.default_rng(0)
    worth, bought, at = np.zeros(LIVES), np.ones(LIVES, bool), np.zeros(LIVES)
    for stage, own in coming:
        linked = stage.after is not None
        happens, years = rng.random(LIVES) < own.chance, own.drawn(rng)
        bought, at = (happens & bought, at + years) if linked else (happens, years)
        worth += np.where(bought, stage.profit * np.exp(-rate * at), 0.0)
    low, high = np.quantile(worth, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
