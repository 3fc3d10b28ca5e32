"""Guided examples of a round, in English and Chinese: filled in, with a word at each step on what to look at.

A pair is always (English, Chinese). Where a score is None it was not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from guanxi.knowledge.experience.step import AS_IT_IS

Pair = tuple[str, str]


@dataclass(frozen=True)
class Scored:
    """A dimension: a key of the method, or the firm's own name."""

    name: str | Pair
    experience: float | None
    expectation: float | None
    importance: float | None
    ideal: float | str | None = AS_IT_IS
    reason: Pair = ("", "")

    def columns(self, at: int) -> dict[str, Any]:
        named = {"key": self.name} if isinstance(self.name, str) else {"name": self.name[at]}
        as_it_is = self.ideal == AS_IT_IS
        ideal = {"ideal": None if as_it_is else self.ideal, "ideal_as_it_is": as_it_is}
        return named | ideal | {"ideal_reason": self.reason[at]}

    def scores(self) -> Iterator[tuple[str, float]]:
        for kind in ("experience", "expectation", "importance"):
            if (mean := getattr(self, kind)) is not None:
                yield kind, mean


@dataclass(frozen=True)
class Tried:
    """A stage of a roll-out."""

    name: Pair
    scale: float
    result: float


@dataclass(frozen=True)
class Wanted:
    """A requirement; `dimension` counts within the example."""

    text: Pair
    dimension: int
    reason: Pair
    measure: Pair
    judged: tuple[float, float, float, float, float]  # benefit, cost, people, process, technology
    stages: tuple[Tried, ...]

    def columns(self, at: int) -> dict[str, Any]:
        names = ("benefit", "cost", "people", "process", "technology")
        same = {"decision": "accepted", "decision_reason": self.reason[at], "measure": self.measure[at]}
        return {"text": self.text[at]} | same | dict(zip(names, self.judged, strict=True))


@dataclass(frozen=True)
class Example:
    """guide   step 1-7 -> what to look at there; `why` says in one sentence what the example teaches"""

    name: Pair
    why: Pair
    question: Pair
    brand: tuple[Pair, Pair, Pair]
    dimensions: tuple[Scored, ...]
    guide: dict[int, Pair]
    requirements: tuple[Wanted, ...] = field(default=())


EXAMPLES: dict[str, Example] = {
    "convenience_store": Example(
        name=("Convenience store", "便利店"),
        why=(
            "All seven steps: from seven typed scores to a second shop in the street.",
            "完整走一遍七步：从几个评分到同一条街上的第二家店。",
        ),
        question=(
            "Why do people of the street walk past our shop?",
            "为什么同一条街上的人不进我们的店？",
        ),
        brand=(
            ("Always near, always open.", "随时就近，随时营业。"),
            ("Good goods at fair prices, but out of the way.", "东西不错，价格公道，就是不顺路。"),
            ("Twenty talks at the till.", "收银台前与二十位顾客的交谈。"),
        ),
        dimensions=(
            Scored("price", 7, 7, 8),
            Scored("image", 7, 7, 5),
            Scored("service", 6, None, None),
            Scored("product", 6, 7, 6),
            Scored(
                "convenience",
                *(5, 7, 9, 10),
                (
                    "It is what a convenience store is for: here we want to be best.",
                    "便利店的立身之本：这一项要做到最好。",
                ),
            ),
            Scored("relationship", 4, None, None),
        ),
        guide={
            1: (
                "What we mean and what customers understand are not the same: here the round begins.",
                "我们想表达的与顾客理解的并不一致：这正是本轮的起点。",
            ),
            2: (
                "What is expected of service and relationship was not asked: satisfaction unknown, not zero. "
                "Price meets its expectation: 0 is satisfied.",
                "服务和关系没有问期望：满意度未知，而不是零。价格刚好达到期望：0 就是满意。",
            ),
            3: (
                "Convenience: importance 9 × satisfaction −2 = −18. Nothing is worse, so it is mended first.",
                "便利性：重要性 9 × 满意度 −2 = −18，最负，先解决它。",
            ),
            4: (
                "Means are limited. Only convenience shall be excellent (10); the others stay as they are.",
                "资源有限：只有便利性要做到 10 分，其余维持现状。",
            ),
            5: ("The gap of −5 asks for shops where people pass.", "差距 −5，要求把店开到人们经过的地方。"),
            6: (
                "Judge what it brings and costs, and whether people, process and technology can carry it.",
                "判断收益、成本，以及人、流程、技术能否承担。",
            ),
            7: (
                "Two shops sold 2 times as much, three 3 times, four more than 4 times: each stage passed. "
                "Type 190 for two shops and see the gate close.",
                "两家店销售额为 2 倍，三家 3 倍，四家超过 4 倍：每一步都通过。"
                "把两家店改成 190，看看闸门如何关上。",
            ),
        },
        requirements=(
            Wanted(
                text=("More shops in the same street", "在同一条街上多开店"),
                dimension=4,
                reason=("It closes the gap that matters most.", "它弥补的是最要紧的差距。"),
                measure=("sales a month, first shop = 100", "月销售额（第一家店 = 100）"),
                judged=(9, 6, 7, 8, 8),
                stages=(
                    Tried(("one shop", "一家店"), 1, 100),
                    Tried(("two shops", "两家店"), 2, 200),
                    Tried(("three shops", "三家店"), 3, 300),
                    Tried(("four shops", "四家店"), 4, 410),
                ),
            ),
        ),
    ),
    "watch": Example(
        name=("The watch", "买手表"),
        why=(
            "Below expectation: a good price, and still dissatisfied.",
            "低于期望：价格很好，却不满意。",
        ),
        question=(
            "He paid less than he had planned. Why is he not pleased?",
            "他花的钱比打算的少，为什么还是不高兴？",
        ),
        brand=(
            ("Watches at a good price.", "价格实惠的手表。"),
            ("A place to bargain.", "可以讨价还价的地方。"),
            ("One buyer's story.", "一位买家的经历。"),
        ),
        dimensions=(
            Scored("price", 9, 7, 6),
            Scored(
                ("bargaining", "讨价还价"),
                *(2, 8, 8, 7),
                ("Let him win a little: it costs nothing.", "让他赢一点：不花什么钱。"),
            ),
        ),
        guide={
            2: (
                "The label said 500. He planned to pay 150, named 100 first, and got it at once. "
                "The price beats his expectation (+2); the bargaining he liked did not come (−6).",
                "标价 500，他打算花 150，先还价 100，店家立刻答应。"
                "价格好过期望（+2）；他期待的讨价还价却没有发生（−6）。",
            ),
            3: (
                "Weighed by importance, −48 against +12: he leaves dissatisfied. "
                "That is why expectation is asked, and never inferred from price alone.",
                "按重要性加权，−48 对 +12：他不满意地离开。所以期望要问，不能只从价格推断。",
            ),
            4: ("Bargaining is cheap to give.", "让人还价，成本很低。"),
        },
    ),
    "group_photo": Example(
        name=("The group photo", "集体照"),
        why=("As expected: zero is satisfied, not “neutral”.", "符合期望：零就是满意，而不是“中立”。"),
        question=(
            "Everybody looks for himself first. Is the picture good?",
            "每个人先找自己。照片拍得好吗？",
        ),
        brand=(("", ""), ("", ""), ("", "")),
        dimensions=(
            Scored(("how I look", "我拍得怎样"), 7, 7, 9),
            Scored(("how the others look", "别人拍得怎样"), 6, 5, 2),
        ),
        guide={
            2: (
                "She looks as she expected to: 7 − 7 = 0. That is met, and she is satisfied.",
                "她和自己期望的一样：7 − 7 = 0。达到期望，她是满意的。",
            ),
            3: (
                "The others came out better than expected, but that matters little to her: 2 × 1 = 2.",
                "别人拍得比期望好，但对她不太重要：2 × 1 = 2。",
            ),
            4: ("Nothing is to be closed: stay as it is.", "没有要弥补的差距：维持现状。"),
        },
    ),
    "parcel": Example(
        name=("The parcel", "少了一本书的包裹"),
        why=(
            "Above expectation: a mistake, mended so well that the customer stays for life.",
            "高于期望：出了错，却补救得让顾客终身不走。",
        ),
        question=(
            "A book was missing in the parcel. Why does she tell everyone how good the shop is?",
            "包裹里少了一本书，为什么她逢人就夸这家店？",
        ),
        brand=(
            ("Books, complete and on time.", "书齐、准时。"),
            ("They make it good.", "有问题就解决。"),
            ("", ""),
        ),
        dimensions=(
            Scored(("delivery", "送货"), 5, 7, 6, 8, ("Fewer parcels with a book missing.", "减少漏发。")),
            Scored(("putting it right", "补救"), 10, 4, 8),
        ),
        guide={
            2: (
                "She expected questions and weeks of waiting (4). The missing book came two days later "
                "by the fastest carrier, no questions asked (10).",
                "她以为要被盘问、等几个星期（4）。两天后，缺的那本书用最快的快递送到，什么都没问（10）。",
            ),
            3: (
                "8 × 6 = +48: a key delight, far above the −12 of the delivery itself.",
                "8 × 6 = +48：关键愉悦，远大于送货本身的 −12。",
            ),
            4: (
                "Recovery stays as it is; the cause of it is to become rarer.",
                "补救维持现状；要减少的是出错本身。",
            ),
        },
    ),
}
