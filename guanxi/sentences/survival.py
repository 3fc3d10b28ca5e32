"""Sentences about how long customers stay, and of `guanxi retention`."""

SENTENCES = {
    "cli.help.retention": (
        "Show how long customers stay, by cohort, with ranges; of contracts also what goes with leaving.",
        "按同期群看客户留多久，并给出区间；合同客户还可看哪些特征与离开有关。",
    ),
    "cli.retention.file": (
        "Contracts (customer, start, end) or an order list.",
        "合同表（客户、开始、结束）或订单表。",
    ),
    "cli.retention.unit": (
        "How long a cohort and a period are.",
        "同期群与周期的长度：month 月，quarter 季度，year 年。",
    ),
    "cli.retention.as_of": (
        "The last day that is known; needed with contracts, else the last purchase in the file.",
        "已知的最后一天；合同表必须给出，订单表默认为文件中最后一次购买的日期。",
    ),
    "cli.retention.feature": (
        "A column known when the customer came, to compare who leaves sooner; may be repeated. Contracts only.",
        "客户到来时已知的一列，用来比较谁离开得更早；可重复，只用于合同表。",
    ),
    "cli.retention.level": (
        "How sure the ranges are, 0.9 = nine times of ten.",
        "区间的把握程度，0.9 即十次有九次。",
    ),
    "cli.retention.staying": (
        "Share still there after so many renewals, by cohort of one {unit}, as of {as_of}",
        "各同期群（按 {unit}）经过若干次续约后仍在的比例，截至 {as_of}",
    ),
    "cli.retention.buying": (
        "Share that buys in each {unit} after the first, by cohort, as of {as_of}",
        "各同期群在首购之后每个周期（按 {unit}）有购买的比例，截至 {as_of}",
    ),
    "cli.retention.together": (
        "All together: {customers} customers, {ended} have left.",
        "合计：{customers} 位客户，{ended} 位已离开。",
    ),
    "cli.retention.median": (
        "Half have left after {days:g} days ({low}–{high}, {level:.0%}).",
        "{days:g} 天后离开一半（{low}–{high}，把握 {level:.0%}）。",
    ),
    "cli.retention.no_median": (
        "More than half are still there as far as they were watched.",
        "在观察期内，仍有一半以上的客户在。",
    ),
    "cli.retention.hazards_head": (
        "How much sooner they leave (hazard ratio, {level:.0%} range; above 1 is sooner):",
        "离开得快多少（风险比与 {level:.0%} 区间；大于 1 为更快）：",
    ),
    "cli.features_need_ends": (
        "What goes with leaving can only be learnt from contracts with a start and an end; an order list does not say "
        "who left.",
        "只有带开始与结束日期的合同才能看出什么与离开有关；订单表并不说明谁已离开。",
    ),
    "lifetime.unknown_cohort": (
        "There is no cohort of one {asked}. Choose one of: {known}.",
        "没有按 {asked} 划分的同期群，可选：{known}。",
    ),
    "lifetime.nobody_watched": (
        "Of {customers} customers none had come by {as_of}; there is nobody to watch.",
        "{customers} 位客户到 {as_of} 为止无一到来，没有可观察的人。",
    ),
    "lifetime.too_few_ends": (
        "Only {ended} customers left; for {terms} ratios {needed} are needed. Take fewer features or watch for longer.",
        "只有 {ended} 位客户离开；要估计 {terms} 个风险比至少需要 {needed} 位。请减少特征或延长观察时间。",
    ),
    "lifetime.feature_separates": (
        "{feature} parts those who left from those who stayed ({group}, {customers} customers): its ratio would be "
        "endless. Join the group with another, or leave the feature out.",
        "{feature} 把离开与留下的客户完全分开（{group}，{customers} 位客户），风险比会是无穷大。请合并该组或去掉该特征。",
    ),
    "lifetime.feature_tells_nothing": (
        "{feature} is the same for all customers; it can tell nobody apart.",
        "所有客户的 {feature} 都相同，无从区分。",
    ),
    "lifetime.features_repeat_each_other": (
        "Some of these features say the same as others: {features}. Leave one out.",
        "这些特征中有的与其他特征重复：{features}。请去掉其中一个。",
    ),
    "lifetime.too_many_groups": (
        "{feature} has {groups} different words; at most {most} can be compared. Join them to groups.",
        "{feature} 有 {groups} 种取值，最多可比较 {most} 种。请先归并成组。",
    ),
    "lifetime.feature_unknown": (
        "{customers} customers have an unknown feature and were left out of the ratios.",
        "{customers} 位客户的特征缺失，未计入风险比。",
    ),
    "lifetime.hazards_of_some": (
        "The ratios rest on {customers} of {of} customers, spread evenly over the file.",
        "风险比依据 {of} 位客户中均匀抽取的 {customers} 位。",
    ),
    "lifetime.hazards_not_proportional": (
        "The ratio of {feature} {group} changes as time goes by (p = {p:.4f}): it is a mean, too high at one age and "
        "too low at another.",
        "{feature} {group} 的风险比随时间变化（p = {p:.4f}）：它只是平均值，有的时段偏高，有的时段偏低。",
    ),
}
