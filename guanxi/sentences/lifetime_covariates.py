"""Sentences of what is known of customers from the start and what it does to their lifetime."""

SENTENCES = {
    "lifetime.no_covariate": (
        "{level} is not a known value of {covariate}. Known are: {known}.",
        "{covariate} 没有“{level}”这个取值。已知的有：{known}。",
    ),
    "lifetime.too_few_in_groups": (
        "Too few customers bought again to tell these groups apart: {groups}. Each needs {needed}. Join small groups or take a longer period.",
        "以下分组的回购客户太少，看不出差别：{groups}。每组至少需要 {needed} 位。请合并小组，或取更长的时间段。",
    ),
    "lifetime.no_covariates_for": (
        "The model {asked} takes no covariates. Choose one of: {known}.",
        "模型 {asked} 不支持协变量，可选：{known}。",
    ),
}
