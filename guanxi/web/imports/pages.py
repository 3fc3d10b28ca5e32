"""What the pages of this room show, made of what the library says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from guanxi.distribution.pictures import Voice, revenue
from guanxi.facts.changes import Change
from guanxi.facts.row_history import Said
from guanxi.facts.table import FactTable
from guanxi.facts.words import word
from guanxi.sentences import say
from guanxi.sources.imports import ImportResult, ImportSettings
from guanxi.sources.imports.settings import IMPORTABLE
from guanxi.sources.rules.report import RulesReport
from guanxi.web.imports import choices, names, queries
from guanxi.web.imports.looking import Looked
from guanxi.web.imports.models import ImportJob
from guanxi.web.kit import business

PREVIEW_COLUMNS = 14


@dataclass(frozen=True)
class Line:
    """One change, as a list shows it."""

    change: Change
    kind: Any
    table: Any
    what: str
    set_aside: int


def line(change: Change) -> Line:
    source = change.source
    files = ", ".join(file["name"] for file in source.get("files", ())[:3])
    more = len(source.get("files", ())) - 3
    what = files + (f" +{more}" if more > 0 else "") or source.get("asked", "")
    if change.kind == "rules" and "rules" in source:
        what = source["rules"]["name_zh" if (get_language() or "en").startswith("zh") else "name_en"]
    kind = names.KINDS.get(change.kind, change.kind)
    table = names.TABLES.get(change.table, change.table)
    return Line(change, kind, table, str(what), sum(source.get("set_aside", {}).values()))


def importable() -> list[tuple[str, Any]]:
    return [(name, names.TABLES[name]) for name in IMPORTABLE]


def said(job: ImportJob, language: str) -> ImportJob:
    """A job with where it is, or what went wrong, in the reader's language."""
    job.percent = round(job.share * 100)
    job.doing = names.STEPS.get(job.step, job.step)
    facts = dict(job.error_facts)
    if "step" in facts:
        facts["step"] = names.STEPS.get(facts["step"], facts["step"])
    if isinstance(facts.get("reasons"), dict):
        facts["reasons"] = _reasons_in_one(facts["reasons"], language)
    job.error = say(job.error_code, language, **facts) if job.error_code else ""
    return job


def _reasons_in_one(reasons: dict[str, int], language: str) -> str:
    from guanxi.sources.purchases import reasons_said

    return reasons_said(reasons, language)


def draft(looked: Looked, settings: ImportSettings, language: str) -> dict[str, Any]:
    """The columns, the choices and the preview of a draft."""
    plan, refused = looked.plan, looked.refused
    return {
        "looked": looked,
        "plan": plan,
        "refused": say(refused.code, language, **refused.facts) if refused else "",
        "columns": [_column(name, looked, language) for name in looked.words],
        "fields": choices.fields(plan.settings if plan else settings, looked.table),
        "settings": plan.settings if plan else settings,
        "table_name": names.TABLES[looked.table],
        "notes": [note.say(language) for note in plan.notes] if plan else [],
        "unused": ", ".join(plan.unused) if plan else "",
        "preview": _preview(plan, language) if plan else None,
        "earlier": line(plan.earlier) if plan and plan.earlier else None,
        "aside_in_preview": plan.preview["reason"].drop_nulls().len() if plan else 0,
    }


def _column(name: str, looked: Looked, language: str) -> dict[str, Any]:
    """One word: where it is taken from, why, and a few of its values."""
    guessed = looked.mapping.get(name)
    header = guessed.column if guessed else ""
    values = looked.plan.values.get(header, ()) if looked.plan and header else ()
    if name == "price":
        label = "单价" if language == "zh-hans" else "Price"
    else:
        label = word(name).zh if language == "zh-hans" else word(name).en
    return {
        "name": name,
        "label": label,
        "header": header,
        "why": guessed.reason.say(language) if guessed else "",
        "values": " · ".join(values),
    }


def _preview(plan, language: str) -> dict[str, Any]:
    """Up to 100 rows as they will be; a row that will be set aside says why."""
    shown = [name for name in plan.preview.columns if name not in ("number", "reason", "column")]
    filled = [name for name in shown if plan.preview[name].null_count() < plan.preview.height][
        :PREVIEW_COLUMNS
    ]
    rows = [
        {
            "number": row["number"],
            "cells": [(name, row[name]) for name in filled],
            "reason": say(f"sources.reason.{row['reason']}", language) if row["reason"] else "",
        }
        for row in plan.preview.iter_rows(named=True)
    ]
    return {"words": filled, "rows": rows}


def change(found: Change, result: ImportResult | None, language: str) -> dict[str, Any]:
    """What a change did, and where it was an import, what it reported."""
    context: dict[str, Any] = {"line": line(found), "change": found, "result": result}
    if found.undoes or found.undone_by:
        other = found.undoes or found.undone_by
        context["other"] = next((line(one) for one in queries.all_changes() if one.change_id == other), None)
    if result is not None:
        context |= {
            "reasons": [
                (say(f"sources.reason.{reason}", language), rows) for reason, rows in result.set_aside.items()
            ],
            "odd": [note.say(language) for note in (*result.notes, *result.warnings)],
            **(_ruled(RulesReport.from_dict(result.report), language) if result.report else {}),
        }
    return context


def _ruled(report: RulesReport, language: str) -> dict[str, Any]:
    """What each rule caught, the picture from gross to net, and what stays in revenue though it is odd."""
    name = "name_zh" if language == "zh-hans" else "name_en"
    caught = [{"name": getattr(rule, name), "rule": rule} for rule in report.caught if rule.held_lines]
    picture = revenue(report.revenue, voice=Voice(language, business.currency()))
    return {"caught": caught, "revenue": picture, "remarks": report.revenue.remarks(language)}


def history(said: list[Said], spec: FactTable) -> list[dict[str, Any]]:
    """Each word about a row, newest first, with the cells that it changed."""
    shown = []
    for n, one in enumerate(said):
        earlier = said[n + 1].row if n + 1 < len(said) else None
        row = one.row or {}
        cells = [
            (name, (earlier or {}).get(name), row.get(name))
            for name in spec.columns
            if (earlier or {}).get(name) != row.get(name)
        ]
        shown.append({"line": line(one.change) if one.change else None, "row": one.row, "cells": cells})
    return shown
