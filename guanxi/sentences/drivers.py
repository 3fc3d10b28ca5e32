"""Sentences about what drives an outcome, and why that cannot be said."""

SENTENCES = {
    "drivers.too_few_answers": (
        "{n} complete answers for {drivers} drivers; at least {needed} are needed. Ask more people, or about less.",
        "{drivers} 个驱动因素只有 {n} 份完整回答，至少需要 {needed} 份。请增加受访者，或减少驱动因素。",
    ),
    "drivers.no_variation": (
        "All {n} answers to {name} are {value:g}: nothing can be said of what moves with it. Leave it out.",
        "{name} 的 {n} 个回答都是 {value:g}，无法判断什么随之变化。请去掉它。",
    ),
    "drivers.collinear": (
        "{name} follows exactly from {others}: their importance cannot be told apart. Leave one of them out.",
        "{name} 可以由 {others} 精确推出，无法分清各自的重要性。请去掉其中一个。",
    ),
    "drivers.impossible_weight": (
        "A weight is {given}; weights must be numbers above 0.",
        "有权重为 {given}，权重必须是大于 0 的数。",
    ),
    "drivers.uneven_columns": (
        "The columns have different numbers of answers: {lengths}. Each respondent needs one place in each.",
        "各列的回答数不同：{lengths}。每位受访者在每列中都要占一个位置。",
    ),
    "drivers.orders_sampled": (
        "{drivers} drivers are more than the {most} that are done exactly: orders were drawn at random, and each part "
        "has a sampling error.",
        "驱动因素有 {drivers} 个，超过可精确计算的 {most} 个：顺序为随机抽取，各部分带有抽样误差。",
    ),
    "drivers.interval_by_weights": (
        "The intervals are those of relative weights, because of the number of drivers.",
        "由于驱动因素较多，区间取自相对权重法。",
    ),
    "drivers.incomplete": (
        "{n} respondents left out a question and were not counted; {kept} were.",
        "有 {n} 位受访者漏答，未计入；计入 {kept} 位。",
    ),
    "drivers.no_interval": (
        "No interval: in {failed} of {resamples} resamples nothing could be computed. There are too few different answers.",
        "没有区间：{resamples} 次重抽样中有 {failed} 次无法计算。不同的回答太少。",
    ),
    "drivers.stated_not_asked": (
        "Importance was not asked: what people say matters is unknown.",
        "没有询问重要性：客户自述的重要性未知。",
    ),
    "drivers.stated_partly": (
        "Importance was not asked of {names}; ranks are compared among the others.",
        "没有询问 {names} 的重要性；只在其余因素之间比较排名。",
    ),
}
