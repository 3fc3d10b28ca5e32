"""The customer list one address asks for: which rows, in what order, with which columns."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from guanxi.web.customers.queries import own_or_pool, sees_all
from guanxi.web.insight import queries
from guanxi.web.insight.columns import LISTED
from guanxi.web.insight.filters import Filters
from guanxi.web.insight.models import Profile
from guanxi.web.insight.paging import Page, Place, Sort, page
from guanxi.web.insight.walking import walked, well_planned

ROWS = 50
# A list with more rows than this is "more than": counting them all would read them all. Among many customers
# a fitting row costs more misses, so counting stops sooner there.
COUNTED, COUNTED_AMONG_MANY, MANY = 10_000, 2_000, 50_000
KEYS = 2_000  # ids named in one statement; every database takes as many
RHYTHM = "rhythm"
SHOWABLE = (*LISTED[:4], RHYTHM, *LISTED[4:])
USUAL_COLUMNS = ("name", RHYTHM, "warning", "spend_365d", "lifetime_value", "quadrant")
USUAL_SORT = Sort("lifetime_value", descending=True)
NEEDED = (
    "customer_id",
    "name",
    "owner_id",
    "lifetime_value_low",
    "lifetime_value_high",
    "cycle_days",
    "days_since_last",
    "warning",
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; everything but the rows."""

    filters: Filters
    sort: Sort = USUAL_SORT
    columns: tuple[str, ...] = USUAL_COLUMNS
    place: Place | None = None

    @classmethod
    def parse(cls, query: QueryDict, usual: list[str] | None = None) -> Asked:
        """`usual` are the columns the person likes; the address wins over them."""
        named = [name for part in query.getlist("columns") for name in part.split(",")]
        columns = tuple(dict.fromkeys(name for name in named or usual or () if name in SHOWABLE))
        sort = Sort.parse(query.get("sort", ""))
        return cls(
            Filters.parse(query),
            sort if sort.column in LISTED else USUAL_SORT,
            columns or USUAL_COLUMNS,
            Place.parse(query["at"]) if query.get("at") else None,
        )

    def query(self, **changes: Any) -> str:
        """The address that asks for this, with changes, from its first row unless a place is given."""
        asked = replace(self, **{"place": None, **changes})
        pairs = asked.filters.pairs()
        if asked.sort != USUAL_SORT:
            pairs.append(("sort", str(asked.sort)))
        if asked.columns != USUAL_COLUMNS:
            pairs.append(("columns", ",".join(asked.columns)))
        if asked.place:
            pairs.append(("at", str(asked.place)))
        return urlencode(pairs)


@dataclass(frozen=True)
class Size:
    """How many rows fit; `more` when counting stopped. The sums are unknown then."""

    rows: int
    more: bool = False
    spend_365d: float | None = None
    lifetime_value: float | None = None


@dataclass(frozen=True)
class Listing:
    """The list as one person may see it."""

    user: Any
    asked: Asked
    only: tuple[str, ...] = ()  # these customers out of the list; empty means all of it

    @cached_property
    def rows(self) -> QuerySet:
        return queries.profiles_visible_to(self.user).filter(self._fits())

    def _fits(self) -> Q:
        chosen = Q(customer_id__in=self.only) if self.only else Q()
        return self.asked.filters.condition() & chosen

    @cached_property
    def size(self) -> Size:
        """Exact up to a limit, and where everything is shown to one who sees all."""
        if not self.asked.filters and sees_all(self.user):
            return self._everybody()
        if len(self._found) > self._most:
            return Size(self._most, more=True)
        _keys, spend_365d, lifetime_value = zip(*self._found, strict=True) if self._found else ((), (), ())
        return Size(len(self._found), spend_365d=_sum(spend_365d), lifetime_value=_sum(lifetime_value))

    @cached_property
    def _most(self) -> int:
        return COUNTED if queries.customers_known() <= MANY else COUNTED_AMONG_MANY

    @cached_property
    def _found(self) -> list[tuple[str, float | None, float | None]]:
        """The rows that fit, in no order, up to one more than are counted: what is few is looked for once."""
        rows = self.rows
        if any(each.kind != "has" for each in self.asked.filters):
            # What a person may see is much; the filters' own indexes leave less to look at.
            rows = walked(Profile.objects.all(), own_or_pool(self.user)).filter(self._fits())
        with well_planned():
            return list(rows.order_by().values_list("pk", "spend_365d", "lifetime_value")[: self._most + 1])

    def _everybody(self) -> Size:
        snapshot = queries.current_snapshot()
        if snapshot is None:
            return Size(0)
        totals = snapshot.card.get("totals", {})
        return Size(
            snapshot.customers,
            spend_365d=totals.get("spend_365d"),
            lifetime_value=totals.get("lifetime_value"),
        )

    @cached_property
    def page(self) -> Page:
        # `size` decides how the page is read: rows hard to find are found by the filters' indexes.
        few = bool(self.asked.filters or not sees_all(self.user)) and not self.size.more
        if few and len(self._found) <= KEYS:
            found = Profile.objects.filter(pk__in=[key for key, *_sums in self._found])
        elif few:
            found = self.rows
        else:
            found = walked(Profile.objects.all(), own_or_pool(self.user) & self._fits())
        rows = found.only(*self._fields())
        return page(rows, on_field(self.asked.sort), self.asked.place, size=ROWS, few=few)

    def _fields(self) -> set[str]:
        named = {
            "recent_days" if name == RHYTHM else on_field(Sort(name)).column for name in self.asked.columns
        }
        return named | {*NEEDED, on_field(self.asked.sort).column}


def _sum(values: tuple[float | None, ...]) -> float | None:
    """Of those known; None where none is."""
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def on_field(sort: Sort) -> Sort:
    """The sort on the database's own field name."""
    return replace(sort, column="owner_id") if sort.column == "owner" else sort
