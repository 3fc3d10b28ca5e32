"""Sentences of the customer measures: refusals first, then notes."""

SENTENCES = {
    "knowledge.nothing_yet": (
        "Up to {as_of} no customer has bought anything ({lines} lines looked at). Choose a later date, or check which "
        "column holds the customer.",
        "截至 {as_of} 没有任何客户的购买记录（共 {lines} 条明细）。请改选较晚的日期，或检查客户列是否选对。",
    ),
    "knowledge.column_missing": (
        "These columns are missing: {missing}. Needed are: {needed}.",
        "缺少以下列：{missing}。需要的列有：{needed}。",
    ),
    "knowledge.too_few_parts": (
        "Scores cannot have {n} parts. Choose from 2 to {most}.",
        "得分不能分成 {n} 等份，请在 2 到 {most} 之间选择。",
    ),
    "knowledge.cells_without_name": (
        "{count} RFM cells have no name (R F M): {cells}. Every cell of {n} x {n} x {n} needs exactly one.",
        "有 {count} 个 RFM 单元没有名称（R F M）：{cells}。{n}×{n}×{n} 的每个单元都必须有且仅有一个名称。",
    ),
    "knowledge.cells_named_twice": (
        "The RFM cell {cells} is named twice: {first} and {second}. Take it out of one of them.",
        "RFM 单元 {cells} 有两个名称：{first} 和 {second}。请从其中一个删去。",
    ),
    "knowledge.cells_unknown": (
        "There are no such RFM cells with {n} parts: {cells}.",
        "分成 {n} 等份时不存在这些 RFM 单元：{cells}。",
    ),
    "knowledge.cuts_not_complete": (
        "The shares of the pyramid must be above 0 and sum to 100 %. Given: {shares}.",
        "金字塔各层占比必须大于 0，且合计 100%。目前是：{shares}。",
    ),
    "knowledge.unknown_choice": (
        "For {name}, {asked} is not possible. Choose from: {known}.",
        "{name} 不能取 {asked}，可选：{known}。",
    ),
    "knowledge.out_of_range": (
        "{name} is {given}; allowed is {allowed}.",
        "{name} 为 {given}，允许范围是 {allowed}。",
    ),
    "knowledge.nothing_to_share": (
        "The total of {column} is {total}, so no share of it can be formed. Choose another measure or period.",
        "{column} 的合计为 {total}，无法计算占比。请换一个指标或时间段。",
    ),
    "knowledge.rules_incomplete": (
        "The last of the {rules} stage rules must have no condition, so that every customer has a stage.",
        "{rules} 条阶段规则中的最后一条不能带条件，这样每位客户才都有阶段。",
    ),
    "knowledge.lines_without_customer": (
        "{lines} of {of} lines ({lines_share:.1%}) say no customer, and with them {revenue_share:.1%} of revenue. They count "
        "in revenue, not in any customer's measures.",
        "{of} 条明细中有 {lines} 条（{lines_share:.1%}）没有客户，占收入的 {revenue_share:.1%}。它们计入收入，但不计入任何客户的指标。",
    ),
    "knowledge.lines_without_customer_or_revenue": (
        "{lines} of {of} lines say no customer. They count in revenue, not in any customer's measures.",
        "{of} 条明细中有 {lines} 条没有客户。它们计入收入，但不计入任何客户的指标。",
    ),
    "knowledge.lines_not_spend": (
        "{lines} of {of} lines are in nobody's spend: corrections, test orders, orders that were never paid or called off.",
        "{of} 条明细中有 {lines} 条不计入任何客户的消费：账务调整、测试订单、未付款或已作废的订单。",
    ),
    "knowledge.lines_taken_back": (
        "{lines} lines were bought and taken back in full: they make no purchase.",
        "有 {lines} 条明细购买后被全部冲销：不算购买。",
    ),
    "knowledge.only_returns": (
        "{customers} customers never paid anything (only returns, or lines of 0) and are not in the profile.",
        "有 {customers} 位客户从未付过款（只有退货或金额为 0 的明细），未列入客户画像。",
    ),
    "knowledge.costs_missing": (
        "{lines} of {of} lines have no cost. Where that touches a customer, profit is unknown; value is ranked by "
        "spend for all.",
        "{of} 条明细中有 {lines} 条没有成本。涉及的客户毛利未知，价值统一按消费排名。",
    ),
    "knowledge.no_costs": (
        "No costs are recorded: profit is unknown, and value is ranked by spend.",
        "没有成本数据：毛利未知，价值按消费排名。",
    ),
    "knowledge.no_categories": (
        "No categories are recorded: the loyalty index rests on recency, frequency and tenure alone.",
        "没有品类数据：忠诚度指数仅依据新近、频率和时长。",
    ),
    "knowledge.no_discounts": (
        "No discounts or coupons are recorded: price sensitivity is unknown.",
        "没有折扣或优惠券数据：价格敏感度未知。",
    ),
    "knowledge.score_not_given": (
        "Many customers share the same value, so nobody has {score} {parts}.",
        "许多客户数值相同，因此没有人的 {score} 为 {parts}。",
    ),
}
