"""How one word of a row is made of a delivery, as data: paths, constants, and a little arithmetic.

    "line.sku"                                             what stands there
    {"constant": "EUR"}                                    always the same
    {"first": ["line.sku", "line.product_id"]}             the first that says something
    {"prefix": "R", "path": "parent.id"}                   a text before it
    {"path": "payload.status", "values": {"failed": "unpaid"}, "otherwise": "sale"}
    {"product": ["line.price", "line.quantity"]}   {"sum": [...]}   {"minus": "line.subtotal"}
    {"total": "line.discounts[].amount"}                   the sum of all that stand there, 0 of none

A path begins at the whole `payload`, at the `line` a row is made of, or at the `parent` the line stands in.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from guanxi.errors import SourceError
from guanxi.sources.webhooks.payload import found

STEP = r"[A-Za-z0-9_@$ -]{1,80}"
Path = Annotated[str, StringConstraints(pattern=rf"^(payload|line|parent)(\.{STEP}(\[\])?){{1,12}}$")]
NEEDED = {
    "number": ("number", "数字"),
    "int": ("whole number", "整数"),
    "bool": ("yes or no", "是或否"),
    "text": ("text", "文字"),
    "date": ("date", "日期"),
    "one": ("single value", "单个值"),
}
Root = dict[str, Any]  # "payload", "line" and "parent" -> what is there


class Unfit(SourceError):
    """A delivery lacks what its mapping needs, or says it in another form."""

    code = "live.unfit"

    def __init__(self, *, where: str, value: str, needed: str) -> None:
        en, zh = NEEDED.get(needed, (needed, needed))
        super().__init__(where=where, value=value, needed_en=en, needed_zh=zh)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Constant(_Part):
    constant: str | bool | int | Decimal

    def of(self, root: Root) -> Any:
        return self.constant


class At(_Part):
    """What stands at a path; by a table of values, or with a text before it."""

    path: Path
    prefix: str = Field("", max_length=40)
    values: dict[str, str | int | Decimal | bool | None] = {}
    otherwise: str | None = None

    def of(self, root: Root) -> Any:
        value = _at(self.path, root)
        if self.values or self.otherwise is not None:
            named = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            value = self.values.get(named, value if self.otherwise is None else self.otherwise)
        return f"{self.prefix}{value}" if self.prefix and value is not None else value


class First(_Part):
    first: list[Expression] = Field(min_length=1, max_length=10)

    def of(self, root: Root) -> Any:
        for each in self.first:
            if (value := value_of(each, root)) not in (None, ""):
                return value
        return None


class Product(_Part):
    product: list[Expression] = Field(min_length=2, max_length=5)

    def of(self, root: Root) -> Decimal | None:
        result = Decimal(1)
        for each in self.product:
            number = number_of(value_of(each, root), str(each))
            if number is None:
                return None
            result *= number
        return result


class Sum(_Part):
    sum: list[Expression] = Field(min_length=1, max_length=10)

    def of(self, root: Root) -> Decimal | None:
        numbers = [number_of(value_of(each, root), str(each)) for each in self.sum]
        said = [number for number in numbers if number is not None]
        return sum(said, Decimal(0)) if said else None


class Minus(_Part):
    minus: Expression

    def of(self, root: Root) -> Decimal | None:
        number = number_of(value_of(self.minus, root), str(self.minus))
        return None if number is None else -number


class Total(_Part):
    total: Path

    def of(self, root: Root) -> Decimal:
        numbers = [number_of(value, self.total) for value in _all_at(self.total, root)]
        return sum((number for number in numbers if number is not None), Decimal(0))


Expression = Path | Constant | At | First | Product | Sum | Minus | Total
for _part in (First, Product, Sum, Minus):
    _part.model_rebuild()


def value_of(expression: Expression, root: Root) -> Any:
    """What it comes to for one line; None where nothing is said."""
    return _at(expression, root) if isinstance(expression, str) else expression.of(root)


def number_of(value: Any, where: str) -> Decimal | None:
    """A number as shops write it, also as a text like "19.90"; Unfit for anything else."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unfit(where=where, value=f"{value!r:.60}", needed="number")
    try:
        number = Decimal(value.strip()) if isinstance(value, str) else Decimal(value)
    except InvalidOperation:
        raise Unfit(where=where, value=f"{value!r:.60}", needed="number") from None
    if not number.is_finite() or abs(number) > Decimal("1e30"):
        raise Unfit(where=where, value=f"{value!r:.60}", needed="number")
    return number


def _all_at(path: str, root: Root) -> list[Any]:
    begin, *steps = path.split(".")
    return found(root.get(begin), steps)


def _at(path: str, root: Root) -> Any:
    values = _all_at(path, root)
    if len(values) > 1:
        raise Unfit(where=path, value=f"{len(values)} ×", needed="one")
    return values[0] if values else None
