"""Sentences about which rule of warning is best."""

SENTENCES = {
    "warnings.too_short": (
        "Rules of warning cannot be compared on {days} days of purchases. It takes at least {needed}: some to "
        "learn from, some to warn in, and 91 to see what came of it.",
        "只有 {days} 天的购买记录，无法比较预警规则，至少需要 {needed} 天：一段用来学习，一段用来预警，还要 91 天看结果。",
    ),
    "warnings.no_purchases": (
        "There are no purchases yet, so there is no past to compare rules of warning on. Import some first.",
        "还没有购买记录，无法用历史比较预警规则。请先导入数据。",
    ),
    "warnings.unreadable": (
        "The comparison of warning rules in {path} cannot be read. Remove the file and compare again.",
        "{path} 中的预警规则比较结果无法读取。请删除该文件后重新比较。",
    ),
    "warnings.own_rhythm_wins": (
        "Each customer's own rhythm warns best here: {precision:.0%} of its warnings were right, {classic:.0%} of the "
        "classic rule's. The difference is {low:.1f} to {high:.1f} percentage points, with 90 % confidence.",
        "在这里，按客户自身节奏预警最准：其预警有 {precision:.0%} 是对的，经典规则为 {classic:.0%}；"
        "两者相差 {low:.1f} 到 {high:.1f} 个百分点（90% 置信区间）。",
    ),
    "warnings.p_alive_wins": (
        "The probability of still being a customer warns best here: {precision:.0%} of its warnings were right, "
        "{classic:.0%} of the classic rule's. The difference is {low:.1f} to {high:.1f} percentage points, with 90 % confidence.",
        "在这里，按仍活跃的概率预警最准：其预警有 {precision:.0%} 是对的，经典规则为 {classic:.0%}；"
        "两者相差 {low:.1f} 到 {high:.1f} 个百分点（90% 置信区间）。",
    ),
    "warnings.classic_stays": (
        "The classic rule stays: {classic:.0%} of its warnings were right, and no other rule is clearly better.",
        "继续使用经典规则：其预警有 {classic:.0%} 是对的，没有其他规则明显更好。",
    ),
    "warnings.too_few": (
        "The classic rule stays: it gave {warnings} warnings in that time, too few to tell which rule is better. "
        "It takes {needed}.",
        "继续使用经典规则：这段时间它只给出 {warnings} 次预警，不足以判断哪条规则更好，至少需要 {needed} 次。",
    ),
    "warnings.no_model": (
        "At some time there was no answer by “{rule}”: {why}",
        "“{rule}”有时无法给出答案：{why}",
    ),
    "warnings.young": (
        "The first look back had {days} days of history behind it. The classic rule counts on 365: with fewer "
        "it takes every cycle for longer than it is, and warns late.",
        "最早一次回看时只有 {days} 天历史。经典规则以 365 天计数，历史不足时会把周期估得过长，预警偏晚。",
    ),
    "warnings.drawn": (
        "Compared on {customers} customers, drawn by their ids from {of}; numbers of warnings a week are for all.",
        "比较基于按编号抽取的 {customers} 位客户（共 {of} 位）；每周预警数已换算为全部客户。",
    ),
    "warnings.rule.classic": ("Classic rule (365 / n)", "经典规则（365 / n）"),
    "warnings.rule.own_rhythm": ("Each customer's own rhythm", "客户自身节奏"),
    "warnings.rule.p_alive": ("Probability still a customer", "仍活跃的概率"),
}
