"""What the roles of columns are called in a sentence, in both languages."""

from __future__ import annotations

ROLE_NAMES = {
    "customer": ("customer", "客户"),
    "date": ("date", "日期"),
    "amount": ("amount", "金额"),
    "order": ("order number", "订单号"),
    "quantity": ("quantity", "数量"),
    "price": ("price", "单价"),
    "product": ("product", "商品"),
    "category": ("category", "品类"),
    "discount": ("discount", "折扣额"),
    "coupon_discount": ("coupon discount", "优惠券抵扣"),
    "cost": ("cost", "成本"),
    "currency": ("currency", "币种"),
    "place": ("shop", "门店"),
}


def role_facts(role: str, *, prefix: str = "role") -> dict[str, str]:
    """The facts by which a sentence names a role: role, role_en, role_zh."""
    english, chinese = ROLE_NAMES[role]
    return {prefix: role, f"{prefix}_en": english, f"{prefix}_zh": chinese}


def option(role: str) -> str:
    """The option of the command line that names the role's column."""
    return "--" + role.replace("_", "-")


def columns_said(columns: dict[str, str]) -> dict[str, str]:
    """The columns that were taken, as one phrase in each language."""
    return {
        "columns_en": ", ".join(f"{ROLE_NAMES[role][0]} = {column}" for role, column in columns.items()),
        "columns_zh": "、".join(f"{ROLE_NAMES[role][1]} = {column}" for role, column in columns.items()),
    }
