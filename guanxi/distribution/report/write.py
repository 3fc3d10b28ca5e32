"""From a profile to the file: the finding first, one picture a page, methods and caveats at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi import formats
from guanxi.distribution import pictures
from guanxi.distribution.backtests.beside import back_test, last_quarter
from guanxi.distribution.pictures import Voice
from guanxi.distribution.report import html, late
from guanxi.facts.words import word
from guanxi.sentences import say

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

EXPLAINED = (
    "spend_365d",
    "loyalty_index",
    "value_index",
    "quadrant",
    "cycle_days",
    "warning",
    "p_alive",
    "lifetime_value",
)


@dataclass(frozen=True)
class About:
    """What the report is about: where the facts are from and what was done with them."""

    source: str
    rows_read: int
    rows_kept: int
    first_on: date
    last_on: date
    currency: str | None = None
    synthetic: bool = False


def write_report(
    customers: Table,
    card: dict[str, Any],
    path: Path,
    *,
    purchases: Table,
    about: About,
    engine: Engine,
    language: str = "en",
) -> None:
    """Write the report of one profile.

    In      customers   the profile's table, on `engine`
            purchases   the lines it was made from, on the same engine
    """
    report = _Report(customers, card, purchases, about, engine, Voice(language, about.currency))
    path.write_text(report.text(), "utf-8")


@dataclass
class _Report:
    customers: Table
    card: dict[str, Any]
    purchases: Table
    about: About
    engine: Engine
    voice: Voice

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.card["as_of"])

    def say(self, code: str, **facts: object) -> str:
        return say(f"report.{code}", self.voice.language, **facts)

    def day(self, value: date) -> str:
        return formats.day(value, self.voice.language)

    def text(self) -> str:
        return html.page(
            title=self.finding(),
            language=self.voice.language,
            body=[*self.cover(), *self.pictures(), *self.late_customers(), *self.forecast(), *self.methods()],
        )

    # -- the parts -------------------------------------------------------------------------------

    def finding(self) -> str:
        classes, totals = self.card["classes"]["warning"], self.card["totals"]
        number = classes.get("watch", 0) + classes.get("act", 0)
        code = "finding_late" if number else "finding_on_time"
        facts = {"n": self.voice.count(number), "money": self.voice.money(totals["value_at_risk"])}
        return self.say(code, customers=self.voice.count(totals["customers"]), **facts)

    def cover(self) -> list[str]:
        totals, about = self.card["totals"], self.about
        aside = about.rows_read - about.rows_kept
        span = {"first": self.day(about.first_on), "last": self.day(about.last_on)}
        parts = [
            html.paragraph(self.say("of", source=about.source, day=self.day(self.as_of)), quiet=True),
            html.heading(self.finding(), 1),
            html.figures(
                [
                    (self.say("customers"), self.voice.count(totals["customers"])),
                    (self.voice.label("spend_365d"), self.voice.money(totals["spend_365d"])),
                    (self.say("equity"), self.voice.money(totals["equity"])),
                    (self.voice.label("value_at_risk"), self.voice.money(totals["value_at_risk"])),
                ]
            ),
            html.paragraph(
                self.say(
                    "quality",
                    rows=self.voice.count(about.rows_read),
                    aside=self.voice.count(aside),
                    share=self.voice.share(aside / about.rows_read if about.rows_read else None),
                    **span,
                )
            ),
        ]
        if about.synthetic:
            parts.insert(2, html.paragraph(self.say("synthetic")))
        if not html.built("report.js"):
            parts.append(html.paragraph(self.say("pictures_missing")))
        return ["<header>", *parts, "</header>"]

    def pictures(self) -> list[str]:
        on = {"engine": self.engine, "voice": self.voice}
        cuts = self.card["cuts"]["quadrant"]["cuts"]
        drawn = [
            pictures.whale_curve(self.customers, **on),
            pictures.value_map(self.customers, cuts=cuts, **on) if cuts else None,
            pictures.rfm_map(self.customers, n=self.card["settings"]["rfm_parts"], **on),
            pictures.pyramid(self.customers, **on),
            pictures.late_by_tier(self.customers, **on),
        ]
        return [self.chart(data, number) for number, data in enumerate(drawn, 1)]

    def chart(self, data: dict[str, Any] | None, number: int) -> str:
        words = {"as_table": self.say("as_table")}
        return html.chart(
            data, number, language=self.voice.language, currency=self.about.currency, words=words
        )

    def late_customers(self) -> list[str]:
        found = late.latest_of_all(self.customers, self.purchases, as_of=self.as_of, engine=self.engine)
        return late.section(found, self.as_of, self.voice) if found else []

    def forecast(self) -> list[str]:
        """A forecast is shown with its back-test or not at all."""
        expected, found = self.card["totals"]["expected_spend_365d"], None
        if expected is not None:
            model = self.card["models"][0]["model"]
            found = back_test(self.purchases, as_of=self.as_of, model=model, engine=self.engine)
        picture = pictures.calibration(last_quarter(found), voice=self.voice)
        if picture is None:
            return [html.heading(self.say("forecast")), html.paragraph(self.say("no_back_test"))]
        said = self.say("expected", money=self.voice.money(expected))
        return [
            html.heading(self.say("forecast")),
            html.paragraph(said),
            self.chart(picture, 99),
            html.paragraph(self.against_naive(found.chosen)),
        ]

    def against_naive(self, chosen: dict[str, Any]) -> str:
        """How the forecast's model did against the best naive rule, on all earlier days it was tried on."""
        return self.say(chosen["code"].removeprefix("backtest."), **chosen["facts"])

    def methods(self) -> list[str]:
        language = self.voice.language
        notes = [say(note["code"], language, **note["facts"]) for note in self.card["notes"]]
        words = [word(name) for name in EXPLAINED]
        explained = html.rows(
            [self.say("word"), self.say("meaning"), self.say("formula")],
            [
                [html.escape(w.label(language)), html.escape(w.meaning(language)), html.escape(w.formula)]
                for w in words
            ],
        )
        models = [_said(model) for model in self.card["models"]]
        return [
            "<footer>",
            html.heading(self.say("methods")),
            explained,
            html.heading(self.say("models"), 3) if models else "",
            html.bullets(models),
            html.heading(self.say("caveats"), 3),
            html.bullets([*notes, self.say("caveat_prediction"), self._who_was_asked()]),
            "</footer>",
        ]

    def _who_was_asked(self) -> str:
        answered = self.card["cuts"].get("voice", {}).get("customers", 0)
        return self.say("caveat_transactional", n=answered, of=self.card["totals"]["customers"])


def _said(model: dict[str, Any]) -> str:
    values = ", ".join(f"{name} = {value:.4g}" for name, value in model["parameters"].items())
    unit = f" ({model['unit']})" if "unit" in model else ""
    return f"{model['model']}{unit}: {values}"
