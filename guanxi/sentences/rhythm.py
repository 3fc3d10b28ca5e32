"""Sentences about each customer's own rhythm."""

SENTENCES = {
    "rhythm.like_a_clock": (
        "Customers buy nearly like clocks: their gaps hardly vary. The model's regularity ran to its limit, "
        "so a few days' delay already looks unusual.",
        "客户购买几乎像钟表一样规律，间隔几乎不变。模型的规律性已到上限，因此晚几天就显得异常。",
    ),
    "rhythm.all_alike": (
        "All customers buy in about one rhythm: what one of them did says nothing about that customer alone.",
        "所有客户的购买节奏几乎相同：某位客户过去的间隔并不能说明其个人的节奏。",
    ),
    "rhythm.flat": (
        "The gaps do not settle every parameter of their model, so no standard errors are given.",
        "购买间隔不足以确定模型的全部参数，因此不给出标准误。",
    ),
    "rhythm.segment_as_all": (
        "In {segment}, {repeaters} customers bought twice or more: too few or too odd for a rhythm of its own. "
        "The rhythm of all customers is used there.",
        "{segment} 中只有 {repeaters} 位客户买过两次以上：太少或太特殊，不足以单独估计，改用全体客户的节奏。",
    ),
    "rhythm.no_model_own_rhythm": (
        "Warnings were to go by each customer's own rhythm, but too few customers bought twice to know any rhythm. "
        "The classic rule is used.",
        "预警本应按客户自身节奏判断，但买过两次的客户太少，无法估计节奏，已改用经典规则。",
    ),
    "rhythm.no_model_p_alive": (
        "Warnings were to go by the probability of still being a customer, but no model gives one. "
        "The classic rule is used.",
        "预警本应按仍活跃的概率判断，但没有模型能给出该概率，已改用经典规则。",
    ),
}
