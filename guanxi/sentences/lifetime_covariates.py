"""Sentences of what is known of customers from the start and what it does to their lifetime."""

SENTENCES = {
    "lifetime.no_covariate": (
        "{level} is not a known value of {covariate}. Known are: {known}.",
        "{covariate} 没有“{level}”这个取值。已知的有：{known}。",
    ),
    "lifetime.no_covariate_column": (
        "There is no column called {covariate} to tell groups apart. There are: {known}.",
        "没有名为 {covariate} 的列，无法据此分组。现有：{known}。",
    ),
    "lifetime.one_level": (
        "Every customer has the same {covariate} ({level}): there are no groups to compare. Choose another column, or leave it out.",
        "所有客户的 {covariate} 都是同一个取值（{level}），没有可比较的分组。请换一列，或不用它。",
    ),
    "lifetime.too_many_levels": (
        "{covariate} has {levels} different values (for example {shown}); at most {most} can be compared. Join rare ones into larger groups, and put numbers or dates into a few ranges.",
        "{covariate} 有 {levels} 个不同取值（例如 {shown}），最多可比较 {most} 个。请合并少见的取值，数字或日期请先分段。",
    ),
    "lifetime.too_few_in_groups": (
        "Too few customers bought again to tell these groups apart: {groups}. Each needs {needed}. Join small groups or take a longer period.",
        "以下分组的回购客户太少，看不出差别：{groups}。每组至少需要 {needed} 位。请合并小组，或取更长的时间段。",
    ),
    "lifetime.no_covariates_for": (
        "{asked} takes no covariates: they change how fast customers buy and when they stop, and it says neither from orders. Choose one of: {known}; or fit each group by itself.",
        "{asked} 不支持协变量：协变量改变的是购买快慢与何时流失，而该模型不从订单推断这两者。可选：{known}；或每组单独拟合。",
    ),
    "lifetime.covariate_unknown": (
        "{covariate} is not known of {customers} customers; they are a group of their own, unknown (?).",
        "{customers} 位客户的 {covariate} 未知，自成一组，记作“未知”（?）。",
    ),
    "lifetime.covariate_changed": (
        "{customers} customers stand with more than one {covariate}; what stood with their first purchase counts.",
        "{customers} 位客户的 {covariate} 前后不一，以首次购买时的为准。",
    ),
    "cli.lifetime.covariate": (
        "A column that tells groups of customers apart from their first purchase on, such as channel or region; may be repeated.",
        "从首次购买起就区分客户的列，如渠道、地区；可重复。",
    ),
    "cli.lifetime.effects_head": (
        "What makes groups differ, against {base}. In brackets, 90 % intervals.",
        "不同群体差在哪（以 {base} 为基准）。括号内为 90% 区间。",
    ),
    "lifetime.effect.buying": (
        "{covariate} = {level} ({customers} customers): buys {factor} times as often while a customer ({range}).",
        "{covariate} = {level}（{customers} 位客户）：仍是客户期间，购买频率为基准的 {factor} 倍（{range}）。",
    ),
    "lifetime.effect.stopping": (
        "{covariate} = {level} ({customers} customers): {factor} times as likely to stop after a purchase ({range}).",
        "{covariate} = {level}（{customers} 位客户）：每次购买后流失的概率为基准的 {factor} 倍（{range}）。",
    ),
    "lifetime.effect.ending": (
        "{covariate} = {level} ({customers} customers): stops being a customer {factor} times as fast ({range}).",
        "{covariate} = {level}（{customers} 位客户）：流失速度为基准的 {factor} 倍（{range}）。",
    ),
    "lifetime.effect.no_range": (
        "the data give no interval",
        "数据不足以给出区间",
    ),
    "lifetime.effect.unsure": (
        "The interval holds 1: no difference is shown.",
        "区间包含 1，看不出差别。",
    ),
    "lifetime.unknown_level": (
        "unknown",
        "未知",
    ),
    "model_card.kinds.unsure": (
        "no difference is shown.",
        "看不出差别。",
    ),
    "model_card.kinds.buying.more": (
        "more often.",
        "更勤。",
    ),
    "model_card.kinds.buying.less": (
        "less often.",
        "更少。",
    ),
    "model_card.kinds.stopping.more": (
        "more likely after each purchase.",
        "每次购买后更容易流失。",
    ),
    "model_card.kinds.stopping.less": (
        "less likely after each purchase.",
        "每次购买后更不易流失。",
    ),
    "model_card.kinds.ending.more": (
        "sooner.",
        "流失更快。",
    ),
    "model_card.kinds.ending.less": (
        "later.",
        "流失更慢。",
    ),
    "lifetime.base_levels": (
        "The parameters are those of customers with {levels}; other customers differ from them as the model card says.",
        "参数为 {levels} 的客户的参数；其他客户与之的差别见模型卡。",
    ),
    "lifetime.own_levels": (
        "This customer is forecast as one with {levels}: {parameters}.",
        "此客户按 {levels} 的客户预测：{parameters}。",
    ),
    "lifetime.other_levels": (
        "all others",
        "其他",
    ),
    "lifetime.covariate_levels_joined": (
        "Of {covariate}, {levels} values are too rare to be told apart (fewer than {needed} repeat buyers each); their {customers} customers are counted together as all others.",
        "{covariate} 有 {levels} 个取值太少见，无法单独估计（各自的回购客户不足 {needed} 位）；这 {customers} 位客户合并为“其他”。",
    ),
    "lifetime.covariate_levels_with_most": (
        "Of {covariate}, {levels} values are too rare to be told apart (fewer than {needed} repeat buyers, even together); their {customers} customers are counted with the most frequent value, {most}.",
        "{covariate} 有 {levels} 个取值太少见，无法单独估计（合起来回购客户也不足 {needed} 位）；这 {customers} 位客户并入人数最多的取值“{most}”。",
    ),
    "lifetime.covariates_not_used": (
        "The forecast does without {covariates}. {why}",
        "预测未使用 {covariates}。{why}",
    ),
    "lifetime.p_exact": (
        "of {p}",
        "为 {p}",
    ),
    "lifetime.p_small": (
        "below 0.001",
        "不到 0.001",
    ),
    "lifetime.covariates_help": (
        "If groups did not differ, chance alone would fit as much better with a probability {p}: they differ.",
        "若各组并无差别，偶然也能拟合得这么好的概率{p}：各组确有差别。",
    ),
    "lifetime.covariates_do_not_help": (
        "If groups did not differ, chance alone would fit as much better with a probability {p}: these data show no difference between them.",
        "若各组并无差别，偶然也能拟合得这么好的概率{p}：这些数据看不出各组有差别。",
    ),
    "cli.lifetime.group_forecast": (
        "  {group} ({customers} customers): still a customer with probability {p_alive:.3f}, {expected_purchases:.3f} purchase days expected.",
        "  {group}（{customers} 位客户）：仍活跃的概率 {p_alive:.3f}，预计购买 {expected_purchases:.3f} 天。",
    ),
    "cli.lifetime.group_forecast_head": (
        "A customer with {repeats:g} repeats, the last at {last:g}, seen for {age:g}, over the next {ahead:g} ({unit}), by group:",
        "复购 {repeats:g} 次、末次在 {last:g}、观察 {age:g} 的客户，未来 {ahead:g}（{unit}），按群体：",
    ),
}
