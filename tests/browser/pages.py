"""Every page of the application: whose it is, where it is, and the question it asks in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from playwright.sync_api import BrowserContext


@dataclass(frozen=True)
class Shown:
    """`who` is a user name of the demo, None for somebody who has not signed in. In an address and in a
    question, {customer}, {name} and {follow_up} stand for the first customer who is late."""

    name: str
    who: str | None
    address: str
    en: str
    zh: str

    def question(self, language: str, **of_whom: str) -> str:
        return (self.zh if language == "zh-hans" else self.en).format(**of_whom)


PAGES = [
    Shown("sign-in", None, "/account/login/", "Sign in", "登录"),
    Shown("my-day", "rep_1", "/my-day/", "Who is late?", "今天该联系谁？"),
    Shown("my-day-of-all", "manager", "/my-day/", "Who is late?", "今天该联系谁？"),
    Shown("call", "rep_1", "/follow-ups/{follow_up}/call/", "What did {name} say?", "{name} 怎么说？"),
    Shown("causes", "manager", "/causes/", "Why do customers stop?", "客户为什么停购？"),
    Shown(
        "overview", "manager", "/overview/", "Are we keeping the customers who matter?", "重要客户留住了吗？"
    ),
    Shown("customers", "manager", "/customers/", "Who are our customers?", "我们的客户是谁？"),
    Shown("customers-of-a-rep", "rep_1", "/customers/", "Who are your customers?", "你的客户是谁？"),
    Shown(
        "customers-filtered",
        "manager",
        "/customers/?quadrant=A&warning=act",
        "Which customers fit?",
        "哪些客户符合？",
    ),
    Shown(
        "customers-none",
        "manager",
        "/customers/?name.has=nobody-at-all",
        "Which customers fit?",
        "哪些客户符合？",
    ),
    Shown(
        "filters", "manager", "/customers/filters/", "Which customers are you looking for?", "想找哪些客户？"
    ),
    Shown("customer", "rep_1", "/customer/{customer}/", "Who is {name}?", "{name} 是谁？"),
    Shown("search", "manager", "/search/?q=12", "Who is “12”?", "“12”是谁？"),
    Shown(
        "explain",
        "rep_1",
        "/explain/lifetime_value/?customer={customer}",
        "What is “Lifetime value”?",
        "“客户终身价值”是什么？",
    ),
    Shown("value", "manager", "/value/", "Where is our value?", "我们的价值在哪里？"),
    Shown("movement", "manager", "/value/movement/", "Who moved?", "谁变了？"),
    Shown(
        "forecast",
        "manager",
        "/forecast/",
        "What will our customers bring, and how sure are we?",
        "客户还会带来多少，有多大把握？",
    ),
    Shown(
        "forecast-of-a-tier",
        "manager",
        "/forecast/?of=tier.gold&by=stage",
        "What will our customers bring, and how sure are we?",
        "客户还会带来多少，有多大把握？",
    ),
    Shown("forecast-model", "analyst", "/forecast/model/", "How good is our forecast?", "我们的预测准不准？"),
    Shown(
        "ltv-table",
        "manager",
        "/planning/ltv/",
        "What is a customer worth over the years, and which strategy pays?",
        "一位客户这些年值多少，哪种策略划算？",
    ),
    Shown(
        "budget",
        "manager",
        "/planning/budget/?by=tier&for=keep",
        "Where does the next unit of money bring most?",
        "下一元钱投到哪里最划算？",
    ),
    Shown(
        "budget-example",
        "analyst",
        "/planning/budget/?by=example",
        "Where does the next unit of money bring most?",
        "下一元钱投到哪里最划算？",
    ),
    Shown("plans", "manager", "/planning/plans/", "Which plan is worth most?", "哪个方案最值？"),
    Shown(
        "explain-plan",
        "manager",
        "/planning/explain/gain/?value=6186062&base=5269531",
        "What is “Gain”?",
        "“多得”是什么？",
    ),
    Shown(
        "experience",
        "manager",
        "/experience/",
        "Do customers get what they expect?",
        "客户得到他们期望的了吗？",
    ),
    Shown(
        "experience-compared",
        "manager",
        "/experience/compare/",
        "What changed between two rounds?",
        "两轮之间有什么变化？",
    ),
    Shown("drivers", "manager", "/drivers/", "What drives satisfaction and loyalty?", "什么驱动满意与忠诚？"),
    Shown(
        "satisfaction",
        "manager",
        "/satisfaction/",
        "Are the customers who matter satisfied?",
        "重要的客户满意吗？",
    ),
    Shown(
        "satisfaction-of-a-rep",
        "rep_1",
        "/satisfaction/",
        "Are your customers satisfied?",
        "你的客户满意吗？",
    ),
    Shown("asking", "manager", "/asking/", "Who is asked, and who answers?", "问了谁，谁答了？"),
    Shown("surveys", "manager", "/surveys/", "What do we ask our customers?", "我们问客户什么？"),
    Shown("surveys-choose", "analyst", "/surveys/new/", "What do you want to find out?", "想了解什么？"),
    Shown("outcomes", "manager", "/outcomes/", "Did it work?", "有效果吗？"),
    Shown("data", "manager", "/data/", "What do we know, and how fresh is it?", "我们掌握了什么，有多新？"),
    Shown(
        "table", "manager", "/data/tables/purchases/", "What happened to Purchases?", "“购买”有过哪些变更？"
    ),
    Shown(
        "data-quality", "manager", "/data/quality/", "How far can we trust these facts?", "这些数据信得过吗？"
    ),
    Shown("identity", "manager", "/data/identity/", "Which customers are one?", "哪些客户其实是同一个？"),
    Shown("merged", "manager", "/data/identity/merged/", "Who was merged into whom?", "谁并入了谁？"),
    Shown(
        "compare-two",
        "manager",
        "/data/identity/compare/?left={customer}",
        "Are these two one customer?",
        "这两位是同一位客户吗？",
    ),
    Shown("people", "manager", "/people/", "Who works here?", "谁在这里工作？"),
    Shown("audit", "manager", "/audit/", "Who changed what?", "谁改了什么？"),
    Shown("settings", "rep_1", "/settings/", "How do you like to work?", "你习惯怎样工作？"),
    Shown("api-docs", "analyst", "/api/docs/", "What can a program ask?", "程序可以怎么调用？"),
    Shown("not-there", "rep_1", "/no-such-page/", "There is nothing at this address", "这个地址没有内容"),
    Shown(
        "imports",
        "manager",
        "/data/imports/",
        "What was taken in, and what changed since?",
        "导入了什么，之后又改了什么？",
    ),
    Shown(
        "imports-new", "manager", "/data/imports/new/", "Which files shall be imported?", "要导入哪些文件？"
    ),
    Shown(
        "imports-new-database",
        "manager",
        "/data/imports/new/?from=database",
        "Which table shall be imported?",
        "要导入哪张表？",
    ),
    Shown("rules", "manager", "/data/rules/", "Which lines are not sales?", "哪些明细不算销售？"),
    Shown("rules-tried", "manager", "/data/rules/try/", "Which lines are not sales?", "哪些明细不算销售？"),
    Shown(
        "rule",
        "manager",
        "/data/rules/rule/?key=refund",
        "What does this rule catch?",
        "这条规则判定哪些明细？",
    ),
    Shown(
        "history",
        "manager",
        "/data/history/customers/?customer_id={customer}",
        "Who said what of one row of Customers?",
        "“客户”中某一行的来历？",
    ),
    Shown("live", "manager", "/data/live/", "What do programs send us?", "其他系统送来了什么？"),
    Shown(
        "live-choose", "manager", "/data/live/hooks/new/", "Which shop shall send to us?", "接入哪种店铺？"
    ),
    Shown(
        "live-new",
        "manager",
        "/data/live/hooks/new/?preset=shopify",
        "How does your Shopify send?",
        "Shopify 怎样推送？",
    ),
    Shown(
        "privacy",
        "manager",
        "/data/privacy/?customer={customer}",
        "What do we know about one person?",
        "我们掌握了一个人的哪些信息？",
    ),
    Shown(
        "retention",
        "manager",
        "/data/privacy/retention/",
        "How long do we keep what we know?",
        "数据保留多久？",
    ),
]


def first_late(context: BrowserContext) -> dict[str, str]:
    """The customer at the top of a rep's My day, for the pages that are about one customer."""
    page = context.new_page()
    page.goto("/my-day/")
    card = page.locator(".fu-card").first
    link = card.locator("h3 a")
    found = {
        "customer": unquote(link.get_attribute("href").split("/")[2]),
        "name": link.inner_text(),
        "follow_up": card.get_attribute("id").removeprefix("follow-up-"),
    }
    page.close()
    return found
