"""Sentences of the planning room."""

SENTENCES = {
    "planning.not_a_figure": (
        "“{given}” is not a number. Write 1234.5 or 1,234.5.",
        "“{given}”不是数字。请写成 1234.5 或 1,234.5。",
    ),
    "planning.plan_without_name": (
        "A plan is saved under a name. Type one, then save again.",
        "请先给方案起个名字，再保存。",
    ),
    "planning.name_taken": (
        "There is a plan called “{name}” already. Choose another name, or open that one.",
        "已有名为“{name}”的方案。请换个名字，或打开那一个。",
    ),
    "planning.plan_changed_meanwhile": (
        "{who} saved “{name}” in the meantime. What you typed is still here: save it under another name, "
        "or open the plan anew.",
        "{who}刚刚保存了“{name}”。你填的内容还在：可以另存为新名字，或重新打开该方案。",
    ),
    "planning.unreadable_plan": (
        "This file is not a plan that was exported here: {why}. Nothing was changed.",
        "这个文件不是从这里导出的方案：{why}。没有任何改动。",
    ),
    "planning.nothing_to_explain": (
        "There is no such number to explain: {what}. Open it from its page.",
        "没有这个数可解释：{what}。请从页面上点开。",
    ),
}
