"""Every kind of picture, number and badge on one page: what the browser tests look at."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from guanxi.web.urls import *  # noqa: F403
from guanxi.web.urls import handler400, handler403, handler404, handler500  # noqa: F401
from guanxi.web.urls import urlpatterns as application

TODAY = date(2017, 12, 31)
QUADRANTS = [
    {"key": "A", "name": "A loyal and valuable", "customers": 310, "money": 1_240_000.0},
    {"key": "B", "name": "B valuable, not loyal", "customers": 140, "money": 610_000.0},
    {"key": "C", "name": "C loyal, small", "customers": 190, "money": 95_000.0},
    {"key": "D", "name": "D neither", "customers": 360, "money": 60_000.0},
]


def months(first: int, count: int) -> list[str]:
    return [date(2016 + (first + at) // 12, (first + at) % 12 + 1, 1).isoformat() for at in range(count)]


def table(*columns: str, rows: list[list[str]], urls: list[str] | None = None) -> dict:
    return {"columns": list(columns), "rows": rows, **({"urls": urls} if urls else {})}


def points(count: int) -> list[list]:
    dice = random.Random(7)
    found = []
    for at in range(count):
        loyalty = min(max(dice.gauss(52, 22), 0), 100)
        value = min(max(loyalty * 0.5 + dice.gauss(22, 20), 0), 100)
        quadrant = ("A" if loyalty >= 50 else "B") if value >= 50 else ("C" if loyalty >= 50 else "D")
        found.append([round(loyalty, 1), round(value, 1), quadrant, at, f"Customer {at}"])
    return found


def bins() -> list[dict]:
    return [
        {
            "x0": x,
            "x1": x + 5,
            "y0": y,
            "y1": y + 5,
            "n": int(900 * math.exp(-(((x - 45) / 25) ** 2) - ((y - 40 - x / 5) / 20) ** 2)) + 1,
            "money": 1000.0 * x,
        }
        for x in range(0, 100, 5)
        for y in range(0, 100, 5)
    ]


def pictures() -> list[dict]:
    return [
        {
            "kind": "value_map",
            "title": "310 customers are loyal and valuable; they bring 62% of the money",
            "summary": "Every mark is a customer; n = 1,000. The dashed lines are the cuts.",
            "unit": "money",
            "data": {
                "cuts": {"loyalty": 50, "value": 50},
                "quadrants": QUADRANTS,
                "points": points(1000),
            },
            "links": {"quadrant": "/people/?quadrant={key}", "point": "/people/?id={id}"},
            "table": table(
                "Quadrant",
                "Customers",
                "Money",
                rows=[[each["name"], f"{each['customers']}", f"{each['money']:,.0f}"] for each in QUADRANTS],
                urls=[f"/people/?quadrant={each['key']}" for each in QUADRANTS],
            ),
        },
        {
            "kind": "value_map",
            "title": "Most of 100,000 customers sit in the middle",
            "summary": "The darker a cell, the more customers.",
            "unit": "money",
            "data": {"cuts": {"loyalty": 50, "value": 50}, "quadrants": QUADRANTS, "bins": bins()},
        },
        {
            "kind": "rfm_map",
            "title": "The best corner holds 124 customers",
            "summary": "Area is customers; the darker, the more money per customer.",
            "unit": "money",
            "data": {
                "n": 5,
                "cells": [
                    {
                        "r": r,
                        "f": f,
                        "customers": 4 + 5 * abs(r * f - 8) + (60 if r == f == 5 else 0),
                        "money": 100.0 * f * r * (4 + 5 * abs(r * f - 8)),
                        "name": "Champions" if r + f > 8 else "At risk",
                    }
                    for r in range(1, 6)
                    for f in range(1, 6)
                ],
            },
            "links": {"cell": "/people/?r={r}&f={f}"},
        },
        {
            "kind": "whale",
            "title": "20% of customers bring 63% of the money",
            "summary": "Customers from the best on; n = 2,469.",
            "unit": "share",
            "data": {
                "points": [[at / 50, 1 - (1 - at / 50) ** 4.4] for at in range(51)],
                "marks": [{"at": 0.2, "value": 0.625, "n": 494}, {"at": 0.05, "value": 0.2, "n": 123}],
            },
        },
        {
            "kind": "pyramid",
            "title": "25 platinum customers bring 9% of the money",
            "summary": "As wide as the customers are many.",
            "unit": "money",
            "data": {
                "layers": [
                    {"key": "platinum", "name": "Platinum", "customers": 25, "money": 412_000.0},
                    {"key": "gold", "name": "Gold", "customers": 99, "money": 910_000.0},
                    {"key": "iron", "name": "Iron", "customers": 370, "money": 1_530_000.0},
                    {"key": "lead", "name": "Lead", "customers": 1975, "money": 1_760_000.0},
                ]
            },
            "table": table("Tier", "Customers", rows=[["Platinum", "25"], ["Gold", "99"]]),
        },
        {
            "kind": "movement",
            "title": "43 customers left A since the last turn, 61 came",
            "summary": "Between 30 Nov 2017 and 31 Dec 2017.",
            "unit": "count",
            "data": {
                "flows": [
                    {"from": a, "to": b, "from_name": a, "to_name": b, "customers": n}
                    for a, b, n in [
                        ("A", "A", 540),
                        ("A", "B", 43),
                        ("B", "A", 61),
                        ("B", "B", 300),
                        ("C", "C", 420),
                        ("D", "D", 700),
                        ("D", "C", 80),
                        ("rest", "rest", 55),
                    ]
                ]
            },
        },
        {
            "kind": "waterfall",
            "title": "Customer equity grew by 41,000, most of it from new customers",
            "summary": "From the last turn to this one.",
            "unit": "money",
            "data": {
                "start": {"name": "30 Nov 2017", "value": 1_204_000.0},
                "steps": [
                    {"key": "new", "name": "New customers", "value": 86_000.0, "n": 41},
                    {"key": "more", "name": "Bought more than expected", "value": 52_000.0, "n": 388},
                    {"key": "less", "name": "Bought less than expected", "value": -71_000.0, "n": 410},
                    {"key": "lost", "name": "Fell silent", "value": -26_000.0, "n": 29},
                ],
                "end": {"name": "31 Dec 2017", "value": 1_245_000.0},
            },
        },
        {
            "kind": "forecast",
            "title": "About 96,000 a month is expected until summer",
            "summary": "The band holds 9 of 10 outcomes.",
            "unit": "money",
            "data": {
                "history": [[m, 90_000 + 9000 * math.sin(at)] for at, m in enumerate(months(0, 18))],
                "forecast": [
                    [m, 96_000.0, 96_000.0 - 4000 * (at + 1), 96_000.0 + 4500 * (at + 1)]
                    for at, m in enumerate(months(18, 7))
                ],
                "actual": [[m, 94_000.0 + 2500 * at] for at, m in enumerate(months(18, 3))],
                "today": "2017-07-01",
            },
        },
        {
            "kind": "calibration",
            "title": "The model promised 4,120 purchase days; 3,987 happened",
            "summary": "Each mark is a tenth of the customers.",
            "unit": "count",
            "data": {
                "deciles": [
                    {
                        "decile": d,
                        "predicted": 0.4 * d**1.3,
                        "happened": 0.4 * d**1.3 * (0.9 + 0.03 * (d % 5)),
                        "customers": 247,
                        "low": 0.35 * d**1.3,
                        "high": 0.44 * d**1.3,
                    }
                    for d in range(1, 11)
                ]
            },
        },
        {
            "kind": "bars",
            "title": "At-risk customers hold most of the value at risk",
            "summary": "Value at risk by RFM segment.",
            "unit": "money",
            "data": {
                "items": [
                    {"key": "at_risk", "name": "At risk", "value": 182_000.0, "n": 92, "tone": "warning-act"},
                    {"key": "loyal", "name": "Loyal", "value": 64_000.0, "n": 31},
                    {"key": "lost", "name": "Lost", "value": 12_000.0, "n": 210, "tone": "control"},
                ]
            },
        },
    ]


PAGE = Path(__file__).with_suffix(".html")


def rows() -> list[dict]:
    classes = [
        ("A", "act", "platinum", "maturity"),
        ("B", "watch", "gold", "growth"),
        ("C", "none", "iron", "decline"),
        ("D", "none", "lead", "lost"),
    ]
    made = []
    for at, (quadrant, warning, tier, stage) in enumerate(classes):
        late = {"act": 43, "watch": 22}.get(warning, 6)
        dates = [TODAY - timedelta(days=late + 17 * step + step % 3) for step in range(18 - 3 * at)]
        made.append(
            {
                "quadrant": quadrant,
                "warning": warning,
                "tier": tier,
                "stage": stage,
                "dates": dates,
                "cycle": 17,
                "money": 5200 / (at + 1),
            }
        )
    return made


def gallery(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string(PAGE.read_text("utf-8"))
    context = {"pictures": pictures(), "rows": rows(), "today": TODAY, "unknown": None}
    return HttpResponse(template.render(context, request))


urlpatterns = [path("gallery/", gallery), *application]
