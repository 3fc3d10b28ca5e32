"""What a score may be of, who may speak, the dimensions: the keys that facts are written in."""

from __future__ import annotations

from guanxi.facts.words import word

KINDS = tuple(word("question_kind").values)
RESPONDENTS = tuple(word("respondent").values)
PHASES = tuple(word("phase").values)

EXPERIENCE, EXPECTATION, IMPORTANCE, IDEAL = "experience", "expectation", "importance", "ideal"
CUSTOMERS = "customers"
US = ""  # the subject of an answer that judges nobody else
# Each asked by itself and answered 0-10; their mean is emotional loyalty.
EMOTIONAL_LOYALTY = ("premium", "standard", "recommend", "improve")
# What an answer of these kinds means is said by a choice or by words, not by a number on a scale.
WITHOUT_SCORE = ("choice", "text")

OVERALL = "overall"
# The dimensions of the method; a firm may have others, and then brings their names itself.
DIMENSIONS = {
    "product": ("product", "产品"),
    "service": ("service", "服务"),
    "relationship": ("relationship", "关系"),
    "price": ("price", "价格"),
    "convenience": ("convenience", "便利性"),
    "image": ("brand image", "品牌形象"),
    OVERALL: ("overall", "总体"),
}
# Where customer and firm usually meet; a firm may name others.
TOUCHPOINTS = {
    "advertisement": ("advertisement", "广告"),
    "event": ("event", "活动"),
    "web_site": ("web site", "网站"),
    "app": ("app", "应用"),
    "salesperson": ("salesperson", "销售人员"),
    "agent": ("agent", "代理商"),
    "reception": ("reception", "前台"),
    "call_centre": ("call centre", "呼叫中心"),
    "quotation": ("quotation", "报价"),
    "ordering": ("ordering", "下单"),
    "goods": ("goods", "货物"),
    "delivery": ("delivery", "送货"),
    "product": ("product", "产品"),
    "manual": ("manual", "说明书"),
    "billing": ("billing", "账单与收款"),
    "complaints": ("complaints", "投诉"),
}


def dimension_name(key: str, language: str) -> str:
    """What a dimension of the method is called where it stands alone."""
    return standing_alone(DIMENSIONS[key], language)


def touchpoint_name(key: str, language: str) -> str:
    """What a touchpoint is called where it stands alone; one of the firm's own by its key."""
    return standing_alone(TOUCHPOINTS.get(key, (key.replace("_", " "),) * 2), language)


def standing_alone(names: tuple[str, str], language: str) -> str:
    """A name, English and Chinese, where it begins a line."""
    english, chinese = names
    return chinese if language.startswith("zh") else english[:1].upper() + english[1:]


def kind_names(kind: str) -> tuple[str, str]:
    """A kind in English and Chinese, for the facts of a note."""
    return word("question_kind").values.get(kind, (kind, kind))
