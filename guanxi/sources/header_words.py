"""The words by which the columns of an order list are known, in English and Chinese.

Each role has patterns over the bare header (lower case, without blanks and punctuation), best first: the
place of the pattern that fits is the header's rank, and two headers of one rank are not decided between.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

REQUIRED = ("customer", "date", "amount")
ROLES = {
    "customer": (
        r"(customer|client|buyer|member|shopper)uniqueid|统一客户(编号|号|id)",
        r"(customer|client|cust|account)(id|no|nr|number|code|key|ref)?|客户(编号|编码|代码|号|id|账号)?",
        r"(buyer|member|membership|shopper|household|consumer|user|card|loyaltycard|membercard|patient|guest)"
        r"(id|no|nr|number|code|key|ref)?"
        r"|(会员|买家|顾客|用户|消费者|会员卡|客人)(编号|编码|代码|号|id|卡号|账号)?",
        r"(customer|client|buyer|account|company|member)(name|nick|nickname)|(客户|买家|会员|顾客|用户|公司|单位|企业)"
        r"(名称|名|姓名|昵称|会员名|名字)|买家会员名|客户全称",
        r"(customer|client|buyer|member|user)?(email|mail|phone|mobile|tel)(no|number|address)?|手机号?码?|电话(号码)?|邮箱",
    ),
    "date": (
        r"(purchase|purchased|order|invoice|transaction|sale|sales|trans)(ed)?(purchase)?(date|on|at|day|datetime|timestamp|time|dt)"
        r"|(购买|下单|订单|交易|成交|消费|销售|开票|订单创建|订单下单)(日期|时间|日)",
        r"date|day|datetime|timestamp|日期|时间",
        r"(created|creation|create|billing|bill|posting|document|booked|booking)(date|at|on|time|datetime)?|创建(日期|时间)|单据日期|记账日期",
        r"(paid|payment|pay)(date|at|on|time)|(付款|支付|订单付款|订单支付)(日期|时间)",
        r"(shipped|shipping|ship|delivery|delivered)(date|at|on)|(发货|出库|送货)(日期|时间)",
    ),
    "amount": (
        r"(net|line|item)?(amountpaid|paidamount)|(买家)?(实际支付|实付|实收|支付|付款|成交)(金额|款|额)?|实付款",
        r"(net)?amount|(net)?(sales|sale)(amount|value)?|salesvalue|revenue|netsales|turnover|金额|销售额|销售金额|消费金额|消费额|营业额",
        r"(line|net|order|grand|invoice|purchase|transaction|item)?(total|sum|value|amt)(price|amount|value)?"
        r"|(line|net|order|invoice|purchase|transaction|item)(amount|price)|(总|订单|合计|交易|购买|小计|应付)(金额|价|额)?|合计|小计|价税合计",
        r"spend|spent|paid|payment|paymentvalue|花费|消费",
    ),
    "order": (
        r"(order|invoice|transaction|basket|receipt|trans|bill|ticket)(id|no|nr|number|code|key|ref)"
        r"|(订单|交易|流水|小票|单据|发票|销售单)(编号|编码|号|id|号码)|单号",
        r"order|invoice|basket|receipt|订单",
    ),
    "quantity": (r"(order|item|sales)?(quantity|qty|units|pieces)|(购买|商品|销售|订购)?(数量|件数)",),
    "price": (r"(unit|item|sales)?price|priceeach|(商品|销售)?单价|(商品)?价格|售价",),
    "product": (
        r"(product|item|article|stock|material|upc|sku|goods)(id|no|nr|number|code|key)|sku|upc|ean|asin"
        r"|(商品|产品|货品|物料)(编号|编码|代码|号|id)|货号",
        r"(product|item|article)(name|title)?|description|(商品|产品|货品)(名称|标题)?|品名",
    ),
    "category": (
        r"(product|item)?(category|categoryname|subcategory)|(商品|产品)?(品类|类目|类别|分类|大类)",
        r"department|productgroup|productline|部类|产品线",
    ),
    "discount": (
        r"(retail|total|order|line|item)?(discount|disc)(amount|value)?|rebate|(折扣|优惠|让利|促销优惠|商家优惠)(金额|额)|优惠",
    ),
    "coupon_discount": (
        r"coupon(discount|amount|value|disc)?|voucher(amount|value|discount)?|(优惠券|代金券|红包|券)(抵扣|金额|抵扣金额|优惠)?",
    ),
    "cost": (
        r"(total|line|item|unitcostof)?(cost|costs|cogs)(amount|price|value|ofgoods)?|costofgoodssold|成本(金额|价|额)?|(总|商品|销售)成本",
    ),
    "currency": (r"currency(code)?|curr|币种|货币",),
    "place": (
        r"(store|shop|branch|channel|outlet|location|place)(id|no|nr|number|code|name)?|(门店|店铺|商店|渠道|分店)(编号|名称|名|号)?",
        r"country|region|state|国家|地区|省份?",
    ),
}


def bare(header: str) -> str:
    """A header without blanks, punctuation, units in brackets and case, full-width letters made plain."""
    plain = unicodedata.normalize("NFKC", header).strip().lower()
    plain = re.sub(r"[(\[【].*?[)\]】]", "", plain) or plain
    return re.sub(r"[\W_]+", "", plain)


def rank(role: str, header: str) -> int | None:
    """The place of the first pattern of the role that the header fits; None when it fits none."""
    word = bare(header)
    return next((place for place, pattern in enumerate(_patterns(role)) if pattern.fullmatch(word)), None)


def says_nothing(header: str) -> bool:
    """Whether a header is a mere place: column 3, field2, c, unnamed."""
    return re.fullmatch(r"(column|col|field|unnamed|var|v|x|f|c|列|字段)?\d*|[a-z]", bare(header)) is not None


@cache
def _patterns(role: str) -> tuple[re.Pattern, ...]:
    return tuple(re.compile(pattern) for pattern in ROLES[role])
