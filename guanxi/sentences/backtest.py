"""Sentences of back-tests: refusals, the verdict, notes."""

SENTENCES = {
    "backtest.history_too_short": (
        "The purchases span {days} days ({first_on} to {as_of}). A forecast is checked on days that it did not see, "
        "so {needed} are needed. Take a longer period.",
        "订单只跨 {days} 天（{first_on} 至 {as_of}）。检验预测要用预测时还没发生的日子，至少需要 {needed} 天。请取更长的时间段。",
    ),
    "backtest.horizon_too_long": (
        "A forecast of {asked} days cannot be checked on {days} days of purchases: as long a time before it is "
        "needed to learn from, {needed} days in all. Choose a shorter horizon or take a longer period.",
        "订单只跨 {days} 天，无法检验 {asked} 天的预测：之前还需要同样长的时间来学习，共 {needed} 天。请缩短预测期或取更长的时间段。",
    ),
    "backtest.bad_horizon": (
        "A horizon of {asked} days cannot be checked. Write whole days from 1 to {most}, separated by commas: 91,182.",
        "预测期不能是 {asked} 天。请写 1 到 {most} 之间的整天数，用逗号分隔：91,182。",
    ),
    "backtest.bad_origins": (
        "{asked} origins cannot be looked ahead from. Choose a number from 1 to {most}.",
        "检验起点不能是 {asked} 个，请在 1 到 {most} 之间选择。",
    ),
    "backtest.too_few_customers": (
        "Only {customers} customers had bought by {origin}. Scores over customers need {needed}.",
        "截至 {origin} 只有 {customers} 位客户购买过；按客户评分至少需要 {needed} 位。",
    ),
    "backtest.horizons_left_out": (
        "{horizons} days ahead could not be checked: the purchases span {days} days only.",
        "未检验 {horizons} 天的预测：订单只跨 {days} 天。",
    ),
    "backtest.customers_drawn": (
        "The models were fitted on all customers; the scores are of {drawn} of {of}, drawn by chance.",
        "模型用全部客户拟合；评分取自 {of} 位客户中随机抽取的 {drawn} 位。",
    ),
    "backtest.spend_not_judged": (
        "No spend was forecast from {origins} of the days, so models are judged on purchase days.",
        "有 {origins} 个起点无法预测消费金额，因此按购买天数评判模型。",
    ),
    "backtest.spend_of_some": (
        "{customers} customers had returned as much as they bought by {origin}, or more; their spend is not judged.",
        "截至 {origin} 有 {customers} 位客户的退货不少于购买，其消费金额不参与评判。",
    ),
    "backtest.nothing_came": (
        "Nobody who was known on {origin} bought in the {horizon_days} days after it.",
        "{origin} 之前的客户在随后 {horizon_days} 天内无人购买。",
    ),
    "backtest.beats_naive": (
        "{model} is chosen. In {forecasts} forecasts that could be checked, its error per customer in {on_en} was "
        "{ratio} % of that of the best naive rule, {naive_en} (standard error {error} points): it clearly beats it.",
        "选用 {model}。在 {forecasts} 次可检验的预测中，它对每位客户{on_zh}的误差为最佳简单规则（{naive_zh}）的 {ratio}%"
        "（标准误 {error} 个百分点），明显更好。",
    ),
    "backtest.as_good_as_naive": (
        "No model beats the naive rule here. {model} is the one to use for who is still a customer and for ranges; "
        "in {forecasts} forecasts that could be checked, its error per customer in {on_en} was {ratio} % of that of "
        "{naive_en} (standard error {error} points), which is no clear difference.",
        "这里没有模型明显优于简单规则。若要判断客户是否仍在、给出区间，可用 {model}；在 {forecasts} 次可检验的预测中，"
        "它对每位客户{on_zh}的误差为“{naive_zh}”的 {ratio}%（标准误 {error} 个百分点），差别不明显。",
    ),
    "backtest.worse_than_naive": (
        "No model beats the naive rule here: {naive_en} was clearly closer. {model} is the best of the models; in "
        "{forecasts} forecasts that could be checked, its error per customer in {on_en} was {ratio} % of the naive "
        "rule's (standard error {error} points). Use it for who is still a customer, not for how much will come.",
        "这里没有模型胜过简单规则：“{naive_zh}”明显更准。模型中最好的是 {model}；在 {forecasts} 次可检验的预测中，"
        "它对每位客户{on_zh}的误差为该规则的 {ratio}%（标准误 {error} 个百分点）。可用它判断客户是否仍在，不宜用来估计金额。",
    ),
    "backtest.no_model": (
        "None of {models} models had an honest answer on every day that forecasts were made from, so none is used. The "
        "best naive rule for {on_en} is {naive_en}.",
        "{models} 个模型都未能在每个起点给出可信的答案，因此不采用任何模型。{on_zh}方面最好的简单规则是“{naive_zh}”。",
    ),
    "backtest.name.spend": ("spend", "消费金额"),
    "backtest.name.purchases": ("purchase days", "购买天数"),
    "backtest.name.same-as-last-year": ("the same as last year", "与去年相同"),
    "backtest.name.same-as-before": ("the same as in the time just before", "与此前同样长的时间相同"),
    "backtest.name.cohort-mean": ("the mean of their cohort", "同期群平均"),
    "backtest.name.last-year-spend-rank": ("the list by last year's spend", "按去年消费排名"),
    "backtest.no_purchases": (
        "There are no purchases to check forecasts on. Import them first.",
        "还没有可用来检验预测的订单，请先导入。",
    ),
    "backtest.unreadable": (
        "The kept back-test {path} cannot be read. Run it again: guanxi backtest.",
        "保存的回测 {path} 无法读取，请重新运行：guanxi backtest。",
    ),
}
