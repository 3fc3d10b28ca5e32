"""What an order line is, and what it therefore counts for: in revenue, in a customer's spend, as a purchase.

kind           revenue  spend  purchase day
sale              x       x        x          nothing says otherwise
return            x       x        -          goods came back
cancellation      x       x        -          the order, or a part of it, was called off
charge            x       x        -          postage, bank charges, fees: paid, but nothing was bought
discount          x       x        -          money given back on an order
adjustment        x       -        -          a booking no customer made: bad debt, a manual correction
write_off         x       -        -          stock lost or found, without a customer or a price
gift              x       x        -          given away: it cost something, and earned nothing
unpaid            -       -        -          ordered and never paid
void              -       -        -          called off or refunded whole, its amount still in the source
test              -       -        -          nobody ordered this
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LineKind:
    name: str
    in_revenue: bool
    in_spend: bool
    makes_purchase: bool


LINE_KINDS = {
    kind.name: kind
    for kind in (
        LineKind("sale", True, True, True),
        LineKind("return", True, True, False),
        LineKind("cancellation", True, True, False),
        LineKind("charge", True, True, False),
        LineKind("discount", True, True, False),
        LineKind("adjustment", True, False, False),
        LineKind("write_off", True, False, False),
        LineKind("gift", True, True, False),
        LineKind("unpaid", False, False, False),
        LineKind("void", False, False, False),
        LineKind("test", False, False, False),
    )
}

NOT_IN_REVENUE = tuple(kind.name for kind in LINE_KINDS.values() if not kind.in_revenue)
NOT_IN_SPEND = tuple(kind.name for kind in LINE_KINDS.values() if not kind.in_spend)
NO_PURCHASE = tuple(kind.name for kind in LINE_KINDS.values() if not kind.makes_purchase)
