"""The words by which the columns of every kind of file are known, in English and Chinese, best first."""

from __future__ import annotations

import re
from functools import cache

from guanxi.facts.table import fact_table
from guanxi.facts.words import word
from guanxi.sources.header_words import ROLES, bare

AS_ROLES = {
    "customer_id": "customer",
    "purchased_on": "date",
    "amount": "amount",
    "order_id": "order",
    "quantity": "quantity",
    "price": "price",
    "product_id": "product",
    "category": "category",
    "discount": "discount",
    "coupon_discount": "coupon_discount",
    "cost": "cost",
    "currency": "currency",
    "place": "place",
}
PURCHASES_ALSO = {
    "line": (
        r"guanxiline|(line|orderline|lineitem|position)(no|nr|number|id)?|orderitem(no|number|id)|(行|明细|子订单)(号|序号|编号)",
    ),
    "description": (r"(product|item|stock)?(description|desc)|(商品|产品)?(描述|标题|说明)|宝贝标题",),
    "order_status": (r"(order|payment|financial)?(status|state)|(订单|交易|支付|付款)?状态",),
    "reverses_order_id": (
        r"(original|reversed|credited|reference|refers|returned)(order|invoice)?(id|no|number)?|原(订单|单)(号|编号)?",
    ),
}
OTHERS = {
    "customer_id": (
        r"(customer|client|member|account|cust|buyer|user)?(id|no|nr|number|code|key)|(客户|会员|顾客|用户|买家)?(编号|编码|号|id)",
        r"customer|client|member|客户|会员|顾客|客户名称|会员名",
    ),
    "product_id": (r"(product|item|article|stock|goods)?(id|no|number|code)|sku|(商品|产品|货品)?(编号|编码|货号)|货号",),
    "contact_id": (r"(contact|call|visit|activity|message)?(id|no|number)|(联系|通话|拜访|记录)?(编号|id)",),
    "response_id": (r"(response|answer|respondent|survey|submission)(id|no|number)|(答卷|问卷|回答)(编号|id|号)",),
    "complaint_id": (r"(complaint|case|ticket|issue)?(id|no|number)|(投诉|工单|案件)?(编号|id|号)",),
    "entry_id": (r"(entry|transaction|points)?(id|no|number)|(流水|积分流水|记录)(编号|号|id)?",),
    "name": (
        r"(customer|client|full|company|account|product|item)?name|(客户|会员|公司|单位|商品|产品)?(名称|姓名|名字|品名)|客户",
        r"title|company|标题",
    ),
    "owner": (r"owner|salesrep|rep|salesperson|accountmanager|负责人|业务员|销售员?|客户经理|归属人",),
    "city": (r"city|town|(所在)?城市|市",),
    "phone": (r"(mobile|tele)?phone(number|no)?|mobile|tel|(手机|电话|联系电话|联系方式)(号码|号)?",),
    "email": (r"e?mail(address)?|电子邮[件箱]|邮箱(地址)?",),
    "category": (r"(product)?category|(商品|产品)?(类目|类别|分类|品类)",),
    "department": (r"department|division|部类|部门|大类",),
    "brand": (r"brand|manufacturer|品牌|厂牌",),
    "contacted_on": (r"(contact|call|visit|activity)?(ed)?(date|on|at|time)|(联系|通话|拜访|跟进)?(日期|时间)",),
    "channel": (r"channel|medium|via|submittedvia|渠道|方式|途径",),
    "reached": (r"reached|answered|connected|接通|是否接通|联系上",),
    "cause": (r"cause|reason|原因",),
    "proposal": (r"proposal|note|notes|summary|comment|方案|建议|备注|内容",),
    "next_on": (r"next(date|on|contact|call)?|followup(date|on)?|下次(联系)?(日期|时间)",),
    "by": (r"by|agent|user|rep|employee|经办人|经手人|员工|客服",),
    "question": (r"question(key|id|code)?|item|题目|问题|题号",),
    "answered_on": (r"(answer|response|survey|review|submission|completed)?(ed)?(date|on|at|time|timestamp)|(回答|答题|填写|提交|评价)?(日期|时间)",),
    "dimension": (r"dimension|aspect|维度|方面",),
    "touchpoint": (r"touchpoint|place|接触点|触点|环节",),
    "score": (r"(review)?score|rating|value|stars|答案|评分|分数|得分|星级",),
    "scale_low": (r"(scale)?(low|min|from)|最低分|量表下限",),
    "scale_high": (r"(scale)?(high|max|to)|最高分|量表上限",),
    "comment": (r"(review)?comment(message|text)?|remark|text|意见|评论|留言|评价内容",),
    "complained_on": (
        r"(complaint|complained|received|opened|reported|case|date)(date|on|at|time|received)|(投诉|受理|登记|提交)(日期|时间)",
        r"date|日期|时间",
    ),
    "about": (r"about|issue|subject|topic|type|complainttype|事由|主题|类型|投诉类型|问题",),
    "order_id": (r"order(id|no|number)?|invoice(no|id)?|(订单|单据)(号|编号)",),
    "complaint_text": (r"(consumer)?(complaint)?(text|narrative|description|details?|message)|(投诉)?(内容|描述|详情)",),
    "complaint_status": (r"(complaint|case)?(status|state)|companyresponsetoconsumer|(投诉|处理)?状态|处理结果",),
    "resolved_on": (r"(resolved|closed|settled|solved)(date|on|at|time)?|(解决|结案|关闭|处理完成)(日期|时间)",),
    "compensation": (r"compensation|refund(amount)?|赔偿(金额|额)?|补偿(金额)?",),
    "entered_on": (r"(entry|entered|points|transaction)?(ed)?(date|on|at|time)|(积分|记账|变动|发生)?(日期|时间)",),
    "points": (r"(points?|score)(change|delta|amount|earned)?|积分(变动|数|值)?",),
    "cost_id": (r"(cost|expense|voucher)(entry)?(id|no|number)|(成本|费用|凭证)(流水)?(编号|号|id)",),
    "incurred_on": (
        r"(incurred|cost|expense|spent)(on|date|at)|(发生|费用|成本|支出)(日期|时间)",
        r"date|日期",
    ),
    "cost_kind": (r"(kindof|typeof)?(cost|expense)(kind|type|category)|(成本|费用)(类型|类别|种类|科目)",),
    "amount": (r"(cost|expense)?(amount|value|sum|total)|(成本|费用|支出)?(金额|额)",),
    "currency": (r"currency(code)?|curr|币种|货币",),
    "points_reason": (r"(points)?(reason|type|kind|source)|(积分|变动)?(原因|事由|类型|来源)",),
}  # fmt: skip


def words_of(table: str) -> tuple[str, ...]:
    """The words a file of this table may have columns for; `price` stands for an amount with a quantity."""
    columns = tuple(
        c for c in fact_table(table).columns if c not in ("attributes", "line_kind", "is_reversed")
    )
    return (*columns, "price") if table == "purchases" else columns


def rank(table: str, name: str, header: str) -> int | None:
    """How well a header fits a word: 0 is best; None when it does not."""
    said = bare(header)
    if said in _own(name):
        return 0
    return next((n for n, pattern in enumerate(_patterns(table, name), 1) if pattern.fullmatch(said)), None)


@cache
def _own(name: str) -> frozenset[str]:
    """The word itself and its labels."""
    if name == "price":
        return frozenset()
    return frozenset({bare(name), bare(word(name).en), bare(word(name).zh)})


@cache
def _patterns(table: str, name: str) -> tuple[re.Pattern, ...]:
    if table == "purchases":
        found = PURCHASES_ALSO.get(name) or ROLES.get(AS_ROLES.get(name, ""), ())
    else:
        found = OTHERS.get(name, ())
    return tuple(re.compile(pattern) for pattern in found)
