"""What becomes of each table's rows about a person who is erased, as data with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guanxi.facts.table import TABLES, FactTable
from guanxi.facts.words import word

DELETE, NAMELESS = "delete", "nameless"


@dataclass(frozen=True)
class Handling:
    """how: delete the row, or keep it nameless (under a blank id, its personal columns empty); and why."""

    how: str
    en: str
    zh: str

    def why(self, language: str = "en") -> str:
        return self.zh if language.lower().startswith("zh") else self.en


HANDLING = {
    "customers": Handling(DELETE, "The row is the person.", "这一行就是本人。"),
    "identities": Handling(DELETE, "It says which ids were the person's.", "它记录了哪些编号属于本人。"),
    "purchases": Handling(
        NAMELESS,
        "Amounts, days and products are the firm's books; revenue stays what it was.",
        "金额、日期和商品属于企业账目；收入保持不变。",
    ),
    "answers": Handling(
        NAMELESS, "A score counts without a name; the comment goes.", "评分可匿名统计；意见文字删除。"
    ),
    "invitations": Handling(
        NAMELESS,
        "Who was asked and who answered counts without a name.",
        "邀请与作答情况可匿名统计。",
    ),
    "complaints": Handling(
        NAMELESS,
        "Days and compensation count without a name; what was said goes.",
        "日期和赔偿金额可匿名统计；投诉文字删除。",
    ),
    "contacts": Handling(
        DELETE, "A contact without a customer says nothing.", "没有客户的联系记录没有意义。"
    ),
    "points": Handling(DELETE, "Points without a member belong to nobody.", "没有会员的积分不属于任何人。"),
    "costs": Handling(NAMELESS, "Amounts and days are the firm's books.", "金额和日期属于企业账目。"),
    "exposures": Handling(DELETE, "The customer is part of its key.", "客户编号是它的主键之一。"),
    "redemptions": Handling(DELETE, "The customer is part of its key.", "客户编号是它的主键之一。"),
    "predictions": Handling(
        DELETE,
        "The customer is part of its key; what came of all predictions together stays measured.",
        "客户编号是它的主键之一；预测的整体检验结果保留。",
    ),
    "episodes": Handling(DELETE, "Its key is made of the customer's id.", "它的编号由客户编号组成。"),
}


def tables() -> list[FactTable]:
    """The fact tables that speak of customers, in the order of the flow; the row that is the person last."""
    last = ("customers", "identities")
    names = [name for name, spec in TABLES.items() if "customer_id" in spec.columns and name not in last]
    return [TABLES[name] for name in (*names, *last)]


def emptied(spec: FactTable) -> list[str]:
    """The columns of a nameless row that say nothing any more: the id, and all that describes a person."""
    return [c for c in spec.columns if c == "customer_id" or (word(c).personal and c not in spec.key)]


def about(spec: FactTable) -> list[str]:
    """The columns that hold the id of whom a row is about."""
    return [c for c in ("customer_id", "stands_for") if c in spec.columns]


def without(table: str, rows: list[dict[str, Any]], ids: set[str]) -> list[dict[str, Any]]:
    """Rows that a program sent, without these ids: nameless, or left out, as their table is handled."""
    if table not in HANDLING or not ids:
        return rows
    if HANDLING[table].how != NAMELESS:
        return [row for row in rows if row.get("customer_id") not in ids]
    empties = set(emptied(TABLES[table]))
    return [
        {name: value for name, value in row.items() if name not in empties}
        if row.get("customer_id") in ids
        else row
        for row in rows
    ]
