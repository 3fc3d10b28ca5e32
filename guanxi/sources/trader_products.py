"""What the synthetic trader sells: invented grades in eight categories, with a price and a margin each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

# category, department, price per kg of its first grade in CNY, share of the price that is left over cost
CATEGORIES = (
    ("Solvents 溶剂", "Basic 基础化学品", 7.0, 0.09),
    ("Acids 酸类", "Basic 基础化学品", 4.0, 0.08),
    ("Alkalis 碱类", "Basic 基础化学品", 3.0, 0.08),
    ("Resins 树脂", "Materials 材料", 14.0, 0.14),
    ("Pigments 颜料", "Materials 材料", 32.0, 0.20),
    ("Surfactants 表面活性剂", "Specialities 专用化学品", 18.0, 0.22),
    ("Catalysts 催化剂", "Specialities 专用化学品", 95.0, 0.28),
    ("Additives 助剂", "Specialities 专用化学品", 40.0, 0.25),
)
GRADES = 12


@dataclass(frozen=True)
class Products:
    """One entry per product, in parallel arrays; price in CNY per kg, margin a share of the price."""

    ids: np.ndarray
    categories: np.ndarray
    departments: np.ndarray
    grades: np.ndarray
    prices: np.ndarray
    margins: np.ndarray


def _products() -> Products:
    names, departments, prices, margins = zip(*CATEGORIES, strict=True)
    grade = np.tile(np.arange(1, GRADES + 1), len(CATEGORIES))
    repeat = lambda values: np.repeat(np.array(values), GRADES)  # noqa: E731
    return Products(
        ids=np.array([f"P{n:03d}" for n in range(1, len(grade) + 1)]),
        categories=repeat(names),
        departments=repeat(departments),
        grades=grade,
        prices=np.round(repeat(prices) * 1.06 ** (grade - 1), 2),
        margins=repeat(margins),
    )


PRODUCTS = _products()


def products_table() -> pa.Table:
    """The rows of the fact table `products`."""
    pairs = zip(PRODUCTS.categories, PRODUCTS.grades, strict=True)
    return pa.table(
        {
            "product_id": PRODUCTS.ids,
            "name": [
                f"Synthetic {name.split()[0]} {grade:02d} {name.split()[1]}{grade:02d}号"
                for name, grade in pairs
            ],
            "category": PRODUCTS.categories,
            "department": PRODUCTS.departments,
            "brand": ["Synthetic 虚构"] * len(PRODUCTS.ids),
        }
    )
