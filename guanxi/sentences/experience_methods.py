"""Sentences about penalty and reward, Kano, the loyalty curve, delivered value and the driver tree."""

SENTENCES = {
    "penalty_reward.too_few_below": (
        "Only {n} fell short of what they expected; a slope needs {minimum}. The penalty is unknown.",
        "只有 {n} 人低于期望，斜率至少需要 {minimum} 人。惩罚斜率未知。",
    ),
    "penalty_reward.too_few_above": (
        "Only {n} were given more than they expected; a slope needs {minimum}. The reward is unknown.",
        "只有 {n} 人超出期望，斜率至少需要 {minimum} 人。奖励斜率未知。",
    ),
    "kano.unknown_answer": (
        "{given} is no answer to a Kano question. It must be one of {allowed}, or 1 to 5.",
        "{given} 不是 Kano 问题的回答，应为 {allowed} 之一，或 1 到 5。",
    ),
    "kano.incomplete": (
        "{n} answered only one of the two questions and were not counted.",
        "有 {n} 人只回答了两个问题中的一个，未计入。",
    ),
    "kano.questionable": (
        "{n} of {of} pairs contradict themselves: was the question understood?",
        "{of} 对回答中有 {n} 对自相矛盾：问题是否被看懂？",
    ),
    "curve.bands_not_complete": (
        "The bands {given} do not add up to 1. Give shares of respondents, from the least satisfied on.",
        "分段 {given} 之和不等于 1。请按满意度从低到高给出受访者占比。",
    ),
    "curve.nobody_answered": (
        "Of {n} respondents nobody has both a satisfaction and a loyalty: there is no curve.",
        "{n} 位受访者中没有人同时有满意度和忠诚度，无法绘制曲线。",
    ),
    "curve.incomplete": (
        "{n} respondents lack one of the two answers, or it is too early to say whether they stayed; they were left out.",
        "有 {n} 位受访者缺少其中一项，或尚早、无法判断是否留下，未计入。",
    ),
    "curve.fewer_bands": (
        "Many gave the same score: {bands} bands instead of {asked}.",
        "许多人给了相同的分数：只有 {bands} 段，而不是 {asked} 段。",
    ),
    "curve.too_few": (
        "A band has fewer than {minimum} respondents and is not shown.",
        "有分段不足 {minimum} 人，不予显示。",
    ),
    "delivered.impossible_item": (
        "{item} is {given}; allowed is {allowed}.",
        "{item} 为 {given}，允许范围为 {allowed}。",
    ),
    "delivered.unknown_item": (
        "{given} is none of the values and costs: {allowed}.",
        "{given} 不是价值或成本项目：{allowed}。",
    ),
    "delivered.missing": (
        "Not scored: {items_en}. The delivered value is that of the rest.",
        "未评分：{items_zh}。让渡价值只含其余各项。",
    ),
    "delivered.one_sided": (
        "Scored for one of the two only, and left out of the comparison: {items_en}.",
        "只对其中一方评分，未参与比较：{items_zh}。",
    ),
    "driver_tree.only_dimensions": (
        "Touchpoints cannot be told apart, so that only dimensions are shown. {why}",
        "无法区分各接触点，只显示维度。{why}",
    ),
    "driver_tree.few_rated_all": (
        "Only {n} of {of} rated every touchpoint, so that only dimensions are shown.",
        "{of} 人中只有 {n} 人对每个接触点都打了分，只显示维度。",
    ),
    "driver_tree.unreadable": (
        "The tree cannot be read at {path}: {reason_en}.",
        "无法读取驱动因素树，位置 {path}：{reason_zh}。",
    ),
    "driver_tree.key_twice": (
        "The key {key} is there twice, the second time at {path}. Each node needs its own.",
        "代号 {key} 出现了两次，第二次在 {path}。每个节点的代号不能重复。",
    ),
}
