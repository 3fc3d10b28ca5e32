"""Sentences of the lifetime models: errors first, then notes."""

SENTENCES = {
    "lifetime.impossible_history": (
        "{customers} customers have an impossible history (for example {repeats} repeats, last "
        "purchase after {last} days, observed for {age} days). Check for purchases after the "
        "as-of date.",
        "{customers} 位客户的购买历史不成立（例如复购 {repeats} 次，末次购买在第 {last} 天，"
        "而观察期只有 {age} 天）。请检查是否有晚于截止日期的订单。",
    ),
    "lifetime.unknown_unit": (
        "There is no time unit called {asked}. Choose one of: {known}.",
        "没有名为 {asked} 的时间单位，可选：{known}。",
    ),
    "lifetime.not_fitted": (
        "{asked} was not fitted. Call fit first; for ranges, with draws above 0.",
        "{asked} 尚未拟合。请先调用 fit；需要区间时，draws 要大于 0。",
    ),
    "lifetime.columns_missing": (
        "The table needs {needed}; it has {found}.",
        "表中缺少 {needed}；现有 {found}。",
    ),
    "lifetime.unknown_parameter": (
        "There is no parameter {asked}. There are: {known}.",
        "没有参数 {asked}，可用的有：{known}。",
    ),
    "lifetime.no_discount": (
        "Everything a customer will ever buy has no finite worth without a discount above 0; {given} was given.",
        "没有大于 0 的贴现率，客户未来全部购买的价值可能没有尽头；给出的是 {given}。",
    ),
    "lifetime.unknown_model": (
        "There is no purchase model called {asked}. Choose one of: {known}.",
        "没有名为 {asked} 的购买模型，可选：{known}。",
    ),
    "lifetime.unknown_regularity": (
        "The regularity k cannot be {asked}. Choose one of: {known}.",
        "规律性 k 不能是 {asked}，可选：{known}。",
    ),
    "lifetime.nobody_bought_twice": (
        "None of the {customers} customers bought on a second day, so nothing tells when they "
        "would come back. Take a longer period.",
        "{customers} 位客户都只在一天购买过，无从判断何时回购。请取更长的时间段。",
    ),
    "lifetime.too_few_repeaters": (
        "Only {repeaters} of {customers} customers bought on a second day; the model needs "
        "{needed}. Take a longer period.",
        "{customers} 位客户中只有 {repeaters} 位回购过，模型至少需要 {needed} 位。请取更长的时间段。",
    ),
    "lifetime.nobody_stops": (
        "The purchases of these {customers} customers hold no evidence that anybody stops buying: "
        "a model with leaving is only {gain} log-likelihood units better than one without. "
        "Saying everybody is still a customer would not be honest, so no forecast is given. "
        "Take a longer period, or look at the purchase rhythm instead.",
        "从这 {customers} 位客户的购买记录看不出有人流失：考虑流失的模型仅比不考虑的好 {gain} "
        "个对数似然单位。与其说人人都还活跃，不如不给预测。请取更长的时间段，或改看购买节奏。",
    ),
    "lifetime.no_convergence": (
        "The model of {customers} customers found no best parameters.",
        "{customers} 位客户的模型未能收敛，没有得到参数。",
    ),
    "lifetime.too_few_spenders": (
        "Only {customers} repeat customers spent something; the spend model needs {needed}. "
        "Expected purchases are given, money is not.",
        "有消费的回购客户只有 {customers} 位，消费模型至少需要 {needed} 位。只给购买次数预测，不给金额。",
    ),
    "lifetime.everyone_spends_the_same": (
        "All {customers} repeat customers spend the same on average ({spend}); the spend model "
        "has nothing to tell apart.",
        "{customers} 位回购客户的平均消费完全相同（{spend}），消费模型无从区分。",
    ),
    "lifetime.bad_setting": (
        "{setting} is {given}; it must be {allowed}.",
        "{setting} 的值为 {given}，应为{allowed}。",
    ),
    "lifetime.model_not_used": (
        "{used} is used in place of {model}. {why}",
        "未采用 {model}，改用 {used}。{why}",
    ),
    "lifetime.ending_alike": (
        "The customers' times until they leave can hardly be told apart: s and beta ran to their limit.",
        "客户流失的快慢几乎没有差别，s 与 beta 已到极限。",
    ),
    "lifetime.rates_alike": (
        "The customers' buying rates can hardly be told apart: r and alpha ran to their limit. "
        "Forecasts stand, the two parameters mean nothing by themselves.",
        "客户的购买频率几乎没有差别，r 与 alpha 已到极限。预测仍可用，但这两个参数本身没有意义。",
    ),
    "lifetime.stopping_alike": (
        "The customers' chances to stop can hardly be told apart: a and b ran to their limit, "
        "only a / (a + b) means something.",
        "客户的流失概率几乎没有差别，a 与 b 已到极限，只有 a / (a + b) 有意义。",
    ),
    "lifetime.stopping_all_or_none": (
        "The model says that customers either stop at once or never; a and b ran to their lower limit.",
        "模型认为客户要么马上流失，要么永不流失；a 与 b 已到下限。",
    ),
    "lifetime.flat_likelihood": (
        "The data do not fix the purchase model's parameters: no standard errors can be given.",
        "数据不足以确定购买模型的参数，无法给出标准误。",
    ),
    "lifetime.spend_edge": (
        "A parameter of the spend model ran to its limit. Forecasts stand, the parameter means "
        "nothing by itself.",
        "消费模型有参数到了极限。预测仍可用，但该参数本身没有意义。",
    ),
    "lifetime.free_days_counted": (
        "{days} purchase days on which nothing was paid were counted as purchases.",
        "有 {days} 个购买日未付款（金额为零），仍计为购买。",
    ),
    "lifetime.no_positive_spend": (
        "{customers} customers have returned as much as they bought, or more. The spend model "
        "does not cover them: their expected spend and lifetime value are left empty.",
        "{customers} 位客户的退货不少于购买，消费模型不适用：其预计消费与终身价值留空。",
    ),
    "lifetime.spends_counted_in_bins": (
        "Mean spends that agree to half a percent were counted together; no customer was left out.",
        "平均消费相差不到 0.5% 的客户合并计数，没有遗漏任何客户。",
    ),
    "lifetime.spend_goes_with_frequency": (
        "Spend per purchase day goes with the number of purchase days (correlation {correlation:.2f}); "
        "the spend model takes them as independent, so values of frequent buyers are biased.",
        "每购买日消费与购买天数相关（相关系数 {correlation:.2f}），而消费模型假定两者独立，"
        "高频客户的价值会有偏差。",
    ),
    "lifetime.impossible_retention": (
        "Cohort {cohort}, period {period}: {found} customers cannot be right (the period before had {before}). "
        "A cohort needs its customers at the start and at the end of each period: whole numbers "
        "that never grow, the first above zero, at least two of them.",
        "第 {cohort} 个同期群第 {period} 期的客户数 {found} 不成立（上一期为 {before}）。"
        "每个同期群需要期初及每期末的客户数：整数、只减不增、首个大于零、至少两个。",
    ),
    "lifetime.nobody_leaves": (
        "None of {customers} customers left in {periods} periods, so nothing tells when they would. "
        "Watch them for longer.",
        "{customers} 位客户在 {periods} 期内无人流失，无从判断何时流失。请观察更长时间。",
    ),
    "lifetime.too_few_periods": (
        "Renewals were due in {periods} periods only; the model needs {needed}. Watch the customers for longer.",
        "只有 {periods} 期有客户到期续约，模型至少需要 {needed} 期。请观察更长时间。",
    ),
    "lifetime.too_few_lost": (
        "Only {lost} of {customers} customers left; the model needs {needed}. "
        "Take more customers or watch them for longer.",
        "{customers} 位客户中只流失了 {lost} 位，模型至少需要 {needed} 位。请增加客户或延长观察时间。",
    ),
    "lifetime.leaving_alike": (
        "The customers' chances to leave can hardly be told apart: alpha and beta ran to their limit, "
        "only alpha / (alpha + beta) means something. Retention does not rise with tenure here.",
        "客户不续约的概率几乎没有差别，alpha 与 beta 已到极限，只有 alpha / (alpha + beta) 有意义；"
        "这里的留存率并不随年限上升。",
    ),
    "lifetime.leaving_all_or_none": (
        "The model says that customers either leave at once or never; alpha and beta ran to their lower limit.",
        "模型认为客户要么马上离开，要么永不离开；alpha 与 beta 已到下限。",
    ),
    "lifetime.flat_renewals": (
        "The retention table does not fix the parameters: no standard errors can be given.",
        "留存表不足以确定参数，无法给出标准误。",
    ),
    "lifetime.impossible_opportunities": (
        "{histories} histories are impossible (for example {purchases} purchases, the last at opportunity {last} "
        "of {opportunities}). Whole numbers are needed, and purchases <= last <= opportunities; "
        "without a purchase the last is 0.",
        "{histories} 条历史不成立（例如购买 {purchases} 次，末次在第 {last} 个机会，共 {opportunities} 个机会）。"
        "须为整数，且购买次数 ≤ 末次 ≤ 机会数；没有购买时末次为 0。",
    ),
    "lifetime.too_few_buyers": (
        "Only {buyers} of {customers} customers bought at any opportunity; the model needs {needed}. "
        "Take more opportunities.",
        "{customers} 位客户中只有 {buyers} 位在某个机会购买过，模型至少需要 {needed} 位。请取更多机会。",
    ),
    "lifetime.too_few_opportunities": (
        "Customers had at most {opportunities} opportunities; the model needs {needed} to tell who left "
        "from who rarely buys.",
        "客户最多只有 {opportunities} 个机会，模型至少需要 {needed} 个，才能区分流失与低频。",
    ),
    "lifetime.buying_alike": (
        "The customers' chances to buy can hardly be told apart: alpha and beta ran to their limit, "
        "only alpha / (alpha + beta) means something.",
        "客户的购买概率几乎没有差别，alpha 与 beta 已到极限，只有 alpha / (alpha + beta) 有意义。",
    ),
    "lifetime.leaving_alike_gamma_delta": (
        "The customers' chances to leave can hardly be told apart: gamma and delta ran to their limit, "
        "only gamma / (gamma + delta) means something.",
        "客户的流失概率几乎没有差别，gamma 与 delta 已到极限，只有 gamma / (gamma + delta) 有意义。",
    ),
    "lifetime.impossible_cell": (
        "Year {year}, {column}: {given} is not possible; it must be {allowed}.",
        "第 {year} 年的 {column} 为 {given}，不成立，应为{allowed}。",
    ),
    "lifetime.uneven_columns": (
        "{column}: {found} given, {needed} needed; every column has one entry per year.",
        "{column} 给了 {found} 个，需要 {needed} 个；每列每年一个。",
    ),
    "lifetime.referral_cycle": (
        "These customers are said to have brought each other in a ring: {customers}. "
        "Somebody came first: take one of these referrals out.",
        "这些客户的推荐关系成环：{customers}。总有人先来，请删去其中一条推荐。",
    ),
    "lifetime.referral_without_name": (
        "Referral {line} does not say who brought whom. Give both customers or leave the line out.",
        "第 {line} 条推荐没有写明谁推荐了谁。请补全两位客户，或删去该行。",
    ),
}
