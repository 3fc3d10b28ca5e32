"""What the forecasts say: one customer's purchase days, the sums ahead, and how good the model was."""

SENTENCES = {
    "lifetime.bad_horizon": (
        "A forecast of {given} days was asked for. It must be 1 to {longest} days.",
        "要求预测 {given} 天；只能预测 1 到 {longest} 天。",
    ),
    "pictures.coming.summary": (
        "How likely each number of purchases is within {days} days. Several orders on one day count once.",
        "未来 {days} 天内各购买次数的可能性；同一天的多笔订单算一次。",
    ),
    "pictures.coming.chance": ("How likely", "可能性"),
    "pictures.coming.in_words": ("In words", "换句话说"),
    "pictures.coming.purchases": ("Purchases", "购买次数"),
    "pictures.coming.none": ("none", "不再购买"),
    "coming.none_more": ("no more purchase", "不会再购买"),
    "coming.one_more": ("1 more purchase", "还会购买 1 次"),
    "coming.exactly": ("{many} more purchases", "还会购买 {many} 次"),
    "coming.at_most_one": ("at most 1 more purchase", "最多再购买 1 次"),
    "coming.at_most": ("at most {many} more purchases", "最多再购买 {many} 次"),
    "coming.between": ("{few} to {many} more purchases", "还会购买 {few}–{many} 次"),
    "coming.likely": ("Probably {what} in the next year", "未来一年大概{what}"),
    "coming.likely_if_not_lost": (
        "If not lost already, probably {what} in the next year",
        "如果还没流失，未来一年大概{what}",
    ),
    "coming.rather_lost": (
        "Probably lost already: {odds} that we have lost them. If not, probably {what} in the next year.",
        "大概已经流失：这类客户{odds}已经流失。如果还没流失，未来一年大概{what}。",
    ),
    "coming.lost_for_sure": (
        "It is almost certain that we have lost them: no more purchase is to be expected.",
        "几乎可以肯定已经流失，预计不会再购买。",
    ),
    "coming.lost": (
        "{likely}; {odds} that we have lost them.",
        "{likely}；这类客户{odds}已经流失。",
    ),
    "coming.still_ours": (
        "{likely}; almost certainly still a customer.",
        "{likely}；几乎可以肯定仍是客户。",
    ),
    "coming.cannot_tell": (
        "{likely}; whether we have lost them cannot be told after a single purchase day.",
        "{likely}；只有一个购买日，还看不出是否流失。",
    ),
    "coming.no_model": (
        "This snapshot holds no model of buying, so nothing can be forecast.",
        "这次分析没有可用的购买模型，无法预测。",
    ),
}
