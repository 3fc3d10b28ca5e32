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
    "pictures.future.title": (
        "{of}: probably {low} to {high} by {day}",
        "{of}：到{day}大概会带来 {low} 至 {high}",
    ),
    "pictures.future.title_plain": (
        "{of}: about {money} by {day}",
        "{of}：到{day}约 {money}",
    ),
    "pictures.future.title_happened": (
        "{of}: {money} had come by {day}",
        "{of}：到{day}实际带来 {money}",
    ),
    "pictures.future.summary": (
        "What the customers known on {as_of} bring from that day on, summed up: dashed the expectation, dark what "
        "holds half of all cases, light what holds 9 in 10. New customers are not in it.",
        "{as_of}已有客户自当日起带来的累计金额：虚线为预期，深色带含一半情形，浅色带含九成情形；不含新客户。",
    ),
    "pictures.future.spend": ("Spend, cumulative", "累计消费"),
    "pictures.future.until": ("Until", "截至"),
    "pictures.future.expected": ("Expected", "预期"),
    "pictures.future.half": ("Half of all cases", "一半情形"),
    "pictures.future.nine_in_ten": ("9 in 10 cases", "九成情形"),
    "pictures.future.happened": ("Happened", "实际"),
    "pictures.future.turn": ("Turn", "分析日期"),
    "pictures.future.equity": ("Customer equity", "客户资产"),
    "pictures.future.equity_grew": (
        "{of}: worth {money}, {share} more than on {day}",
        "{of}：价值 {money}，比{day}增加 {share}",
    ),
    "pictures.future.equity_fell": (
        "{of}: worth {money}, {share} less than on {day}",
        "{of}：价值 {money}，比{day}减少 {share}",
    ),
    "pictures.future.equity_stayed": (
        "{of}: worth {money}, as on {day}",
        "{of}：价值 {money}，与{day}持平",
    ),
    "pictures.future.equity_summary": (
        "The sum of the lifetime values of all customers known at each turn, {years} years ahead at today's money. "
        "Customers come and go between turns.",
        "每次分析时全部已知客户的终身价值之和（未来 {years} 年，折算为当前金额）；期间客户有进有出。",
    ),
    "forecast.backtest_under_way": (
        "A back-test asked for at {since} is still under way. Wait until it has ended.",
        "{since} 发起的回测尚未结束，请稍候。",
    ),
    "forecast.no_forecast": (
        "There is no forecast yet: run the first turn.",
        "还没有预测，请先运行一次分析。",
    ),
    "forecast.unexpected": (
        "The back-test stopped because of something nobody thought of. The log names it “{reference}”.",
        "回测因意外错误中止，日志中的编号是“{reference}”。",
    ),
    "model_card.by_firm": (
        "{model}, because the firm's settings name it or the first sound one after it.",
        "采用 {model}：由企业设置指定（若不可用，则为其后第一个可用的模型）。",
    ),
    "model_card.first_sound": (
        "{model}, the first model with a sound fit: no back-test had chosen one when this turn was run.",
        "采用 {model}：运行这次分析时还没有回测结果，取第一个拟合可靠的模型。",
    ),
    "model_card.parameter.coin.r": (
        "how alike customers' buying rates are: small, few buy most",
        "客户购买频率的相似程度：越小，购买越集中于少数人",
    ),
    "model_card.parameter.coin.alpha": (
        "the scale of the rates: r / alpha is the mean rate per unit of time",
        "频率的尺度：r / alpha 是单位时间的平均频率",
    ),
    "model_card.parameter.coin.a": (
        "with b the chance to stop after a purchase: its mean is a / (a + b)",
        "与 b 共同决定购买后流失的概率，均值为 a / (a + b)",
    ),
    "model_card.parameter.coin.b": (
        "with a the chance to stop; a + b small: customers differ much in it",
        "与 a 共同决定流失概率；a + b 越小，客户间差别越大",
    ),
    "model_card.parameter.pareto.r": (
        "how alike customers' buying rates are: small, few buy most",
        "客户购买频率的相似程度：越小，购买越集中于少数人",
    ),
    "model_card.parameter.pareto.alpha": (
        "the scale of the rates: r / alpha is the mean rate per unit of time",
        "频率的尺度：r / alpha 是单位时间的平均频率",
    ),
    "model_card.parameter.pareto.s": (
        "how alike customers are in when they stop",
        "客户流失时间的相似程度",
    ),
    "model_card.parameter.pareto.beta": (
        "the scale of the time until they stop",
        "流失时间的尺度",
    ),
    "model_card.parameter.gamma.p": (
        "how even a customer's own purchases are in spend: large, they are alike",
        "同一客户每次消费的稳定程度：越大越稳定",
    ),
    "model_card.parameter.gamma.q": (
        "how alike customers are in what they spend: large, they are alike",
        "客户之间消费水平的相似程度：越大越相近",
    ),
    "model_card.parameter.gamma.gamma": (
        "the scale of spend: p gamma / (q - 1) is the mean of all customers",
        "消费的尺度：p·gamma / (q − 1) 是全部客户的均值",
    ),
    "model_card.known.importance": (
        "The ranges are those of {draws} draws from the posterior, found by importance sampling. Its k-hat is "
        "{k_hat}; up to {limit} the draws can be relied on.",
        "区间来自后验分布的 {draws} 次抽样（重要性抽样）。k-hat 为 {k_hat}，不超过 {limit} 即可靠。",
    ),
    "model_card.known.sampler": (
        "The ranges are those of {draws} draws from the posterior, found by a sampler, because importance sampling "
        "could not be relied on (k-hat {k_hat}, above {limit}). The sampler's r-hat is {r_hat}; near 1 its walks agree.",
        "区间来自后验分布的 {draws} 次抽样。重要性抽样不够可靠（k-hat {k_hat}，高于 {limit}），改用采样器，其 r-hat 为 {r_hat}，接近 1 表示收敛。",
    ),
    "model_card.known.outside": (
        "The best fit of {names} lies outside its range: the data say little of it, and the range keeps to what is "
        "plausible.",
        "{names} 的最优值落在区间之外：数据对它所知甚少，区间只保留合理的取值。",
    ),
    "model_card.known.errors": (
        "This snapshot was made before ranges were kept: the standard errors come from the curvature of the likelihood.",
        "这次分析未保存区间；标准误由似然函数的曲率得出。",
    ),
    "model_card.known.curvature": (
        "The standard errors, and the ranges of the differences between kinds, come from the curvature of the likelihood.",
        "标准误和各类差别的区间由似然函数的曲率得出。",
    ),
    "model_card.known.nothing": (
        "The data do not fix the parameters: no ranges can be given.",
        "数据不足以确定参数，无法给出区间。",
    ),
    "model_card.words.gap": (
        "At the mean rate a customer buys every {days} while they are one.",
        "按平均频率，客户在流失前每 {days}购买一次。",
    ),
    "model_card.words.spread": (
        "The middle half of the customers buy once in {quick} to {slow}.",
        "中间一半的客户，每 {quick}至 {slow}购买一次。",
    ),
    "model_card.words.ten_years": ("ten years or more", "十年以上"),
    "model_card.words.random": (
        "Purchases come at random times.",
        "购买时间是随机的。",
    ),
    "model_card.words.regular": (
        "Purchases come fairly regularly (k = {k}; 1 would be at random).",
        "购买间隔较有规律（k = {k}；1 表示随机）。",
    ),
    "model_card.words.stop_bg": (
        "After each repeat purchase {odds} stop.",
        "每次复购之后，{odds}流失。",
    ),
    "model_card.words.stop_mbg": (
        "After each purchase, the first one included, {odds} stop.",
        "每次购买之后（含首购），{odds}流失。",
    ),
    "model_card.words.half_stop": (
        "Half of new customers have stopped after {days}.",
        "新客户过 {days}后有一半流失。",
    ),
    "model_card.words.spend": (
        "A purchase day of an average customer brings {money}.",
        "平均每位客户每个购买日消费 {money}。",
    ),
    "model_card.words.spend_varies": (
        "What one customer spends on a day varies by {share} around their own mean.",
        "同一客户每次的消费在自身均值上下波动 {share}。",
    ),
    "model_card.breaks.seasonal": (
        "Seasons, campaigns, price changes: the model knows of none, and they move all customers at once. The fan is "
        "then too narrow.",
        "季节、促销、涨价：模型一概不知，而它们会同时影响所有客户；这时区间会偏窄。",
    ),
    "model_card.breaks.once_alive": (
        "Who bought once only counts as a customer for certain: the model begins to doubt after a repeat purchase.",
        "只买过一次的客户一律算作仍活跃：模型在复购之后才会怀疑流失。",
    ),
    "model_card.breaks.same_k": (
        "All customers share one regularity k; some buy by the calendar and some at random.",
        "全部客户共用一个规律性 k，而实际上有人按周期购买，有人随意购买。",
    ),
    "model_card.breaks.beta_unsure": (
        "When customers stop is told by little: s and beta are known poorly, even from many customers.",
        "关于流失时间的信息很少：即使客户很多，s 与 beta 也估计得很粗。",
    ),
    "model_card.breaks.nobody_stops": (
        "Where nobody seems to stop, or fewer than ten bought twice, no forecast is given at all.",
        "若看不出有人流失，或回购的客户不足十位，则不给任何预测。",
    ),
    "model_card.breaks.spend_with_frequency": (
        "Spend is taken to have nothing to do with frequency. Where big buyers come more often, they are undervalued.",
        "模型假定消费金额与购买频率无关；若大客户来得更勤，其价值会被低估。",
    ),
    "model_card.breaks.spend_grows": (
        "Spend that grows or shrinks with time, or with prices, is outside the model.",
        "消费随时间或价格增减，不在模型之内。",
    ),
    "model_card.breaks.returns": (
        "Of customers who returned as much as they bought, no spend is forecast.",
        "退货不少于购买的客户，不给消费预测。",
    ),
    "model_card.standing.chosen": ("chosen", "选用"),
    "model_card.standing.refused": ("no honest answer somewhere", "有的起点没有可信答案"),
    "model_card.standing.tied": ("as good, within chance", "差别在误差之内"),
    "model_card.forecast_by": ("Forecast by", "预测方法"),
    "model_card.ratio.title": (
        "{model}: {share} of the best naive rule's error",
        "{model}：误差为最佳简单规则的 {share}",
    ),
    "model_card.ratio.summary": (
        "Error per customer in {on}, over everything that could be checked, against the best naive rule in the same "
        "place: below 100% a forecast is better than any naive rule. Grey are the naive rules.",
        "所有可检验情形下每位客户{on}的误差，与同一情形下的最佳简单规则相比：低于 100% 即胜过一切简单规则。灰色为简单规则。",
    ),
    "model_card.ratio.axis": ("Error against the best naive rule", "相对最佳简单规则的误差"),
}
