"""Sentences of `guanxi lifetime`."""

SENTENCES = {
    "cli.help.lifetime": (
        "Fit a lifetime model to an order list and print its parameters.",
        "用订单表拟合生命周期模型，并给出参数。",
    ),
    "cli.lifetime.file": (
        "The order list.",
        "订单表。",
    ),
    "cli.lifetime.model": (
        "bg-nbd, mbg-nbd, pareto-nbd, bg-cnbd-k or mbg-cnbd-k (purchases; k is chosen, or 2 to 4); gamma-gamma (spend).",
        "bg-nbd、mbg-nbd、pareto-nbd、bg-cnbd-k、mbg-cnbd-k（购买；k 自动选取，也可写 2 至 4）或 gamma-gamma（消费）。",
    ),
    "cli.lifetime.unit": (
        "The model's unit of time.",
        "模型的时间单位：day 天，week 周。",
    ),
    "cli.lifetime.as_of": (
        "The last day that counts; by default the last purchase in the file.",
        "截止日期（含当日）；默认为文件中最后一次购买的日期。",
    ),
    "cli.lifetime.column": (
        "The column; guessed when not named.",
        "列名；不写则自动识别。",
    ),
    "cli.lifetime.spend": (
        "Mean spend over repeat purchase days only, as published, or over all.",
        "平均消费的口径：repeats 只算复购日（与论文一致），all 算全部购买日。",
    ),
    "cli.lifetime.history": (
        "Also forecast a customer with these repeats, last purchase and age, in units of time.",
        "另给出这样一位客户的预测：复购次数, 末次购买, 观察期（按时间单位）。",
    ),
    "cli.lifetime.ahead": (
        "How far ahead that forecast looks.",
        "该预测向前看多少个时间单位。",
    ),
    "cli.lifetime.json": (
        "Print JSON.",
        "输出 JSON。",
    ),
    "cli.lifetime.found": (
        "{model}, unit {unit}, as of {as_of}",
        "{model}，单位 {unit}，截至 {as_of}",
    ),
    "cli.lifetime.fit": (
        "{customers} customers, log-likelihood {log_likelihood:.3f}",
        "{customers} 位客户，对数似然 {log_likelihood:.3f}",
    ),
    "cli.lifetime.forecast": (
        "A customer with {repeats:g} repeats, the last at {last:g}, seen for {age:g}: still "
        "a customer with probability {p_alive:.3f}, {expected_purchases:.3f} purchase days "
        "expected in the next {ahead:g} ({unit}).",
        "复购 {repeats:g} 次、末次在 {last:g}、观察 {age:g} 的客户：仍活跃的概率 {p_alive:.3f}，"
        "未来 {ahead:g}（{unit}）预计购买 {expected_purchases:.3f} 天。",
    ),
    "cli.unknown_choice": (
        "{option} cannot be {asked}. Choose one of: {known}.",
        "{option} 不能是 {asked}，可选：{known}。",
    ),
    "cli.not_a_history": (
        "{asked} is not a history. Write repeats,last,age, for example 2,30.43,38.86: last "
        "is not after age, and 0 exactly when there are no repeats.",
        "{asked} 不是有效的购买历史。请写成 复购次数,末次,观察期，例如 2,30.43,38.86：末次不晚于观察期，"
        "没有复购时末次为 0。",
    ),
}
