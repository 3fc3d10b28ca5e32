"""What templates are written with; loaded everywhere, no `{% load %}` needed.

{% icon "phone" %}                                     a Tabler icon
{% number c.lifetime_value "lifetime_value" customer=c.pk low=… high=… delta=… %}
{% day c.last_purchase_on %}  {% odds c.p_alive %}     a date; a probability in words
{% badge "warning" c.warning %}                        a class in its colour, with its shape and word
{% label "days_overdue" %}                             a word's name in the reader's language
{% rhythm_strip dates as_of=… cycle_days=… %}          purchase days of a year on a line
{% rhythm_strip … at_own_scale=True %}                 … of the customer's last dozen cycles
{% chart data %}                                       a picture (docs/charts.md)
{% panels "customers.customer" customer %}             what other rooms add here
{% doubts "lifetime_value" "spend" %}                  why these words rest on poor facts; all without any
{% request_id %}                                       makes a form's POST safe to repeat
{% filter sentences %} … {% endfilter %}               sentences one after the other
"""

from __future__ import annotations

import re
from uuid import uuid4

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guanxi import formats
from guanxi.facts.words import word
from guanxi.web.kit import badges, built, charts, numbers
from guanxi.web.kit import doubts as doubt_registry
from guanxi.web.kit import panels as panel_registry

register = template.Library()

AFTER_A_FULL_STOP = re.compile(r"(?<=[。；，：！？])\s+")


def _language() -> str:
    return get_language() or "en"


@register.simple_tag
def built_entry(entry: str) -> SafeString:
    """The tags that load one of Vite's entries."""
    styles, scripts = built.styles_and_scripts(entry)
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((each,) for each in styles)
    ) + format_html_join("\n", '<script type="module" src="{}"></script>', ((each,) for each in scripts))


@register.simple_tag
def built_script(entry: str) -> SafeString:
    """A small classic script that must run before the page is drawn."""
    _styles, scripts = built.styles_and_scripts(entry)
    return format_html_join("\n", '<script src="{}"></script>', ((each,) for each in scripts))


@register.simple_tag
def built_asset(name: str) -> str:
    """The address of one built file."""
    return built.asset(name)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        built.asset("icons.svg"),
        name,
    )


@register.simple_tag
def number(value, name: str, **how) -> SafeString:
    """A value that opens to what it is; see kit/numbers.py."""
    return numbers.drawn(value, name, language=_language(), **how)


@register.simple_tag
def day(value) -> str:
    return formats.day(value, _language())


@register.simple_tag
def moment(value) -> str:
    return formats.moment(value, _language())


@register.simple_tag
def money(value, currency: str | None = None, exact: bool = False) -> str:
    from guanxi.web.kit import business

    return formats.money(value, currency or business.currency(), _language(), exact=exact)


@register.simple_tag
def count(value, exact: bool = False) -> str:
    return formats.number(value, _language(), exact=exact)


@register.simple_tag
def percent(value) -> str:
    return formats.percent(value)


@register.simple_tag
def odds(value) -> str:
    return formats.odds(value, _language())


@register.simple_tag
def label(name: str) -> str:
    return word(name).label(_language())


@register.simple_tag
def meaning(name: str) -> str:
    return word(name).meaning(_language())


@register.simple_tag
def badge(name: str, value: str | None, css: str = "") -> SafeString:
    return badges.drawn(name, value, language=_language(), css=css)


@register.simple_tag
def rhythm_strip(dates, *, as_of, cycle_days=None, warning="", at_own_scale=False) -> SafeString:
    from guanxi.distribution.rhythm_strip import own_scale
    from guanxi.distribution.rhythm_strip import rhythm_strip as draw

    start = own_scale(dates, as_of=as_of, cycle_days=cycle_days) if at_own_scale else None
    return mark_safe(
        draw(dates, as_of=as_of, cycle_days=cycle_days, start=start, warning=warning, language=_language())
    )


@register.inclusion_tag("kit/_chart.html", takes_context=True)
def chart(context, data: dict, height: str = "normal") -> dict:
    """A picture with its table, its downloads and its words; `data` as in docs/charts.md."""
    request = context.get("request")
    in_part = request is not None and bool(getattr(request, "htmx", False))
    return charts.context(data, height=height, language=_language()) | {"in_part": in_part}


@register.simple_tag(takes_context=True)
def panels(context, place: str, subject=None) -> SafeString:
    drawn = panel_registry.drawn(place, context["request"], subject)
    return format_html_join("\n", "{}", ((each,) for each in drawn))


@register.inclusion_tag("kit/_doubts.html", takes_context=True)
def doubts(context, *names: str) -> dict:
    """A notice where numbers rest on poor facts: each reason once, and for those who may, what to do."""
    reasons = [each.say(_language()) for each in doubt_registry.of(*names)]
    address = doubt_registry.address(context["request"].user) if reasons else None
    return {"reasons": reasons, "address": address}


@register.filter(is_safe=True)
def sentences(text: str) -> str:
    """Sentences one after the other: in Chinese no space follows a full stop."""
    return AFTER_A_FULL_STOP.sub("", text)


@register.simple_tag
def request_id() -> SafeString:
    return format_html('<input type="hidden" name="request_id" value="{}">', uuid4().hex)


@register.simple_tag(takes_context=True)
def text_of_block(context, name: str) -> str:
    """A block's text a second time, so that a page's question is also its window's title."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return " ".join(strip_tags(block.nodelist.render(context)).split()) if block else ""


@register.simple_tag(takes_context=True)
def with_query(context, **changes) -> str:
    """This page's address with some filters changed; None or "" takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.filter
def to_the_last(amount) -> str:
    """A sum with all its decimals: {{ rule.amount|to_the_last }}"""
    return formats.every_decimal(amount)


@register.filter
def get(mapping, key):
    """mapping[key] in a template; None when it is absent."""
    return mapping.get(key) if hasattr(mapping, "get") else getattr(mapping, str(key), None)


@register.filter
def allowed_to(permission: str, user) -> bool:
    """{% if "insight.export"|allowed_to:request.user %}"""
    return user.can(permission)
