"""Sentences of budgets: what cannot be allocated, and why."""

SENTENCES = {
    "budgets.unknown_shape": (
        "There is no response curve called {asked}. Choose one of: {known}.",
        "没有名为 {asked} 的响应曲线，可选：{known}。",
    ),
    "budgets.impossible_curve": (
        "A {shape} curve cannot have scale {scale} and bend {bend}: both are above 0, "
        "and the bend of a power is below 1.",
        "{shape} 曲线的 scale 为 {scale}、bend 为 {bend}，不成立：两者都应大于 0，幂函数的 bend 应小于 1。",
    ),
    "budgets.impossible_point": (
        "A spend of {spend} with {customers} customers cannot be a point of a response curve: both are above 0.",
        "花费 {spend}、客户 {customers} 不能作为响应曲线上的点：两者都应大于 0。",
    ),
    "budgets.too_few_points": (
        "A response curve needs two different spends with what they brought; {found} is known.",
        "响应曲线需要两个不同的花费及其效果，现在只有 {found} 个。",
    ),
    "budgets.nothing_more_for_more": (
        "{more:g} brought no more customers than {spend:g} did ({then:g} and {customers:g}): "
        "the curve would be full already. Take points further apart, or spend less there.",
        "花 {more:g} 并没有比花 {spend:g} 带来更多客户（{then:g} 与 {customers:g}）：曲线已经饱和。"
        "请取相距更远的点，或减少在这里的花费。",
    ),
    "budgets.not_concave": (
        "From {spend:g} to {more:g} each unit of money brought as much as before, or more ({customers:g} and "
        "{then:g} customers). Such a curve never bends, and all money would go there. Take a point with a "
        "higher spend.",
        "从 {spend:g} 到 {more:g}，每一元带来的客户并没有减少（{customers:g} 与 {then:g} 位）。"
        "这样的曲线不会变缓，钱会全部投到这里。请取花费更高的点。",
    ),
    "budgets.no_segment": (
        "There is no segment to spend money on. Give one at least, with its curve.",
        "没有可以投放的分群。请至少给出一个，并给出它的曲线。",
    ),
    "budgets.same_segment_twice": (
        "The segment “{segment}” is there twice. Give each its own name.",
        "分群“{segment}”出现了两次，请用不同的名字。",
    ),
    "budgets.impossible_budget": (
        "A budget of {given} is not possible; it must be 0 or more.",
        "预算 {given} 不成立，应为 0 或以上。",
    ),
    "budgets.impossible_bounds": (
        "“{segment}”: from {least} to {most} is not possible; both are 0 or more, and the least is not above "
        "the most.",
        "“{segment}”：从 {least} 到 {most} 不成立；两者都应为 0 或以上，且下限不高于上限。",
    ),
    "budgets.impossible_worth": (
        "“{segment}”: a customer cannot be worth {given}.",
        "“{segment}”：一位客户的价值不能是 {given}。",
    ),
    "budgets.minimum_above_budget": (
        "The least that the segments ask for comes to {least:,.0f}, which is more than the budget of "
        "{budget:,.0f}. Raise the budget, or lower a least.",
        "各分群的下限合计 {least:,.0f}，高于预算 {budget:,.0f}。请提高预算，或降低某个下限。",
    ),
    "budgets.bad_payment_rule": (
        "{setting} is {given}; it must be {allowed}.",
        "{setting} 的值为 {given}，应为 {allowed}。",
    ),
}
