"""Sentences about margin and relationship value."""

SENTENCES = {
    "margin.goods_unknown": (
        "Of {customers} of {of} customers the cost of goods is not fully known: their net profit is unknown, not zero.",
        "{of} 位客户中有 {customers} 位的商品成本不全：其净利润为未知，而不是零。",
    ),
    "margin.goods_by_share": (
        "Of {customers} customers the cost of goods is not fully known; {share:.0%} of revenue was taken.",
        "有 {customers} 位客户的商品成本不全，按收入的 {share:.0%} 计。",
    ),
    "margin.part_unknown": (
        "No {part_en} is recorded: net profit is before it.",
        "没有记录{part_zh}：净利润未扣除这一项。",
    ),
    "margin.costs_of_nobody": (
        "Costs of {amount} belong to no customer; they are in nobody's profit.",
        "有 {amount} 的成本不属于任何客户，没有计入任何人的利润。",
    ),
    "margin.other_kinds": (
        "Costs of other kinds are not counted: {kinds}. Known are service, acquisition and retention.",
        "其他类型的成本没有计入：{kinds}。可用的类型有 service、acquisition、retention。",
    ),
    "relationship.part_unknown": (
        "{part_en} is known of nobody; the index rests on the other parts.",
        "没有任何客户的{part_zh}已知，指数依据其余部分。",
    ),
    "relationship.referrals_incomplete": (
        "Of {customers} customers somebody they brought has no known value: their referral value is at least what is "
        "shown.",
        "有 {customers} 位客户所带来的人价值未知：其推荐价值至少为所示数值。",
    ),
    "relationship.referrals_refused": (
        "Some customers are said to have brought each other: {customers}. Referral value is unknown until that is "
        "mended.",
        "有客户被记为互相推荐：{customers}。在更正之前，推荐价值为未知。",
    ),
    "relationship.not_a_number": (
        "{values} values of capability, wallet or cultivation cost are not numbers; they count as unknown.",
        "能力评分、年总采购额或培育成本中有 {values} 个值不是数字，按未知处理。",
    ),
}
