"""Sentences that say a rule in words."""

SENTENCES = {
    "rules.nothing_held": (
        "No purchases are held yet: there is nothing to apply rules to. Import some first.",
        "还没有任何购买数据，规则无处可用。请先导入。",
    ),
    "rules.not_asked_again": (
        "These rules ask for columns of the file, which are not kept: {rules_en}. Lines they may have caught stay as they "
        "are; to catch others by them, import the file again.",
        "这些规则要看文件自己的列，而这些列没有保存：{rules_zh}。它们可能判定过的明细保持原样；要让它们判定其他明细，请重新导入文件。",
    ),
    "rules.words.and": ("; and ", "，且"),
    "rules.words.or": ("; or ", "，或"),
    "rules.words.place_or": (" or ", "或"),
    "rules.words.both": ("{every}; and one of these: {some}", "{every}，并且满足其一：{some}"),
    "rules.words.more": ("{shown} and {more} more", "{shown}等，另有 {more} 个"),
    "rules.words.column": ("the file’s column “{column}”", "文件的“{column}”列"),
    "rules.words.price": ("Unit price", "单价"),
    "rules.words.starts_with": ("{what} begins with {value}", "{what}以 {value} 开头"),
    "rules.words.ends_with": ("{what} ends with {value}", "{what}以 {value} 结尾"),
    "rules.words.is_one": ("{what} is {value}", "{what}是 {value}"),
    "rules.words.is_one_of": ("{what} is one of {value}", "{what}是以下之一：{value}"),
    "rules.words.contains": ("{what} contains {value}", "{what}包含 {value}"),
    "rules.words.matches": ("{what} fits the pattern {value}", "{what}符合模式 {value}"),
    "rules.words.is_missing": ("{what} is empty", "{what}为空"),
    "rules.words.is_there": ("{what} is not empty", "{what}不为空"),
    "rules.words.below": ("{what} is below {value}", "{what}小于 {value}"),
    "rules.words.above": ("{what} is above {value}", "{what}大于 {value}"),
    "rules.words.at_most": ("{what} is {value} or less", "{what}不大于 {value}"),
    "rules.words.at_least": ("{what} is {value} or more", "{what}不小于 {value}"),
    "rules.words.equals": ("{what} is exactly {value}", "{what}等于 {value}"),
    "rules.words.counts_sale": ("{kind}: counts as a purchase", "{kind}：算作一次购买"),
    "rules.words.counts_spend": (
        "{kind}: in revenue and in the customer’s spend, no purchase",
        "{kind}：计入收入和客户消费，不算购买",
    ),
    "rules.words.counts_revenue": (
        "{kind}: in revenue, in no customer’s spend",
        "{kind}：计入收入，不计入客户消费",
    ),
    "rules.words.counts_nowhere": ("{kind}: in no revenue", "{kind}：不计入收入"),
}
