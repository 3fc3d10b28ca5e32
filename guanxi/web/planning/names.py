"""What rows, changes and results of a plan are called, and what each is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# row -> its name, its unit, what it is
ROWS = {
    "customers": (_("Customers"), "", _("Those of the first year who are still there in this year.")),
    "retention": (_("Retention"), "%", _("The share of last year's customers who are still there.")),
    "orders": (_("Orders a customer"), "", _("How often a customer orders in the year.")),
    "order_size": (_("Order size"), "money", _("What an order brings.")),
    "cost_share": (_("Cost share"), "%", _("Cost of goods and service, as a share of revenue.")),
    "marketing": (
        _("Marketing a customer"),
        "money",
        _("Winning the customer in the first year, keeping the customer later."),
    ),
    "discount_factor": (
        _("Discount factor"),
        "",
        _("What money of the year is divided by to be worth today's: 1.16 means 1/1.16 today."),
    ),
}

CHANGES = {
    "more_customers": (pgettext_lazy("a change", "More customers"), "%"),
    "acquisition_cost": (_("Cost more to win each"), "money"),
    "more_retention": (_("Retention, points more"), "%"),
    "retention_cost": (_("Cost more to keep each, a year"), "money"),
    "more_orders": (_("More orders"), "%"),
    "larger_orders": (_("Larger orders"), "%"),
}

# result -> its name, what it is, how it is computed
RESULTS = {
    "customers": (
        _("Customers"),
        _("Customers of the first year who are still there."),
        _("last year's customers × retention"),
    ),
    "retention": (
        _("Retention"),
        _("The share of last year's customers who are still there."),
        _("customers ÷ last year's customers"),
    ),
    "revenue": (_("Revenue"), _("What all orders of the year bring."), _("customers × orders × order size")),
    "cost": (_("Cost"), _("Cost of goods and service."), _("revenue × cost share")),
    "marketing": (
        pgettext_lazy("money spent", "Marketing"),
        _("What was spent on all customers of the year."),
        _("customers × marketing a customer"),
    ),
    "profit": (
        _("Profit"),
        _("What the year leaves, in its own money."),
        _("revenue − cost − marketing"),
    ),
    "discounted": (
        _("Discounted profit"),
        _("The year's profit in today's money."),
        _("profit ÷ discount factor"),
    ),
    "cumulative": (
        _("Cumulative"),
        _("Discounted profit of this and all earlier years."),
        _("last year's cumulative + discounted profit"),
    ),
    "ltv": (
        _("LTV"),
        _("Lifetime value: what one customer won in the first year has brought by the end of this year."),
        _("cumulative ÷ customers of the first year"),
    ),
    "value": (
        _("Value of all"),
        _("Discounted profit of all years and all customers. The firm lives on this."),
        _("cumulative of the last year"),
    ),
    "gain": (
        _("Gain"),
        _("How much more all customers bring under the strategy."),
        _("value of all − value of all as it is"),
    ),
    "break_even": (
        _("Money back"),
        _("The first year at whose end all money that was spent has come back."),
        _("the first year with cumulative ≥ 0"),
    ),
}

TORNADO = {
    "retention": _("Retention"),
    "orders": _("Orders a customer"),
    "order_size": _("Order size"),
    "cost_share": _("Cost share"),
    "marketing": _("Marketing a customer"),
    "interest": _("Interest"),
}
AS_IT_IS = pgettext_lazy("a plan", "As it is")

# part of a budget -> its name, what it is, how it is computed
BUDGET = {
    "group": (_("Customers of the group"), "", ""),
    "worth": (_("Worth of one"), "", ""),
    "low": (_("Worth, low"), "", ""),
    "high": (_("Worth, high"), "", ""),
    "first_year": (_("Profit in a year"), "", ""),
    "brings": (_("Brings"), "", ""),
    "paid": (
        _("May be paid for one"),
        _("The most that winning or keeping one customer of this segment should cost."),
        _("the smaller of worth × share and profit in a year × months ÷ 12"),
    ),
    "spend": (
        _("Gets"),
        _("The part of the budget that goes here, until the next unit brings no more than elsewhere."),
        _("the spend at which worth × slope of the curve is the same everywhere"),
    ),
    "won": (
        _("Customers won or kept"),
        _("What the curve through the tests expects of this spend."),
        _("the segment's curve at its spend"),
    ),
    "segment_profit": (
        _("Profit"),
        _("What these customers bring, less what was spent on them."),
        _("worth × customers − spend"),
    ),
    "next_unit": (
        _("The next unit brings"),
        _("What one more unit of money would bring here. Below 1 it would lose."),
        _("worth × slope of the curve at its spend"),
    ),
}
SHAPES = {
    "exponential": _("full soon"),
    "hill": _("full late"),
    "power": _("never full"),
}
EXAMPLE_SEGMENTS = {
    "Search": _("Search engine"),
    "Fairs": _("Trade fairs"),
    "Referral": _("Recommendations"),
}
PURPOSES = {"win": _("to win new customers"), "keep": _("to keep customers")}
