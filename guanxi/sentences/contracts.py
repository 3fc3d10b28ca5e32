"""Sentences about what models of lifetime are given: contracts, retention, opportunities, histories, spend."""

SENTENCES = {
    "lifetime.uneven_histories": (
        "Repeats, last, age and customers need one entry each per history; their shapes are {shapes}.",
        "复购次数、末次、观察期与客户数须逐条对应；现在的形状是 {shapes}。",
    ),
    "lifetime.impossible_spend": (
        "{customers} customers have an impossible spend (for example {spend} over {days} purchase days). Days are "
        "whole numbers from 1, spend is a number above 0.",
        "{customers} 位客户的消费不成立（例如 {days} 个购买日平均 {spend}）。天数须为从 1 起的整数，消费须为大于 0 的数。",
    ),
    "sources.unusable_cell": (
        "Column {column}, row {row}: a number is needed here, and the cell holds none.",
        "{column} 列第 {row} 行：这里需要数字，单元格里没有。",
    ),
    "sources.period_missing": (
        "Cohort {cohort} has no count for period {period}, though later ones are there. Every period from the "
        "start needs its customers.",
        "同期群 {cohort} 缺第 {period} 期的客户数，而后面的期数却有。从期初起每一期都要有客户数。",
    ),
    "sources.period_twice": (
        "Cohort {cohort} has two counts for period {period}. Name the column that tells the cohorts apart with "
        "--column cohort=…, or take one of the rows out.",
        "同期群 {cohort} 的第 {period} 期有两个客户数。请用 --column cohort=… 指明区分同期群的列，或删去其中一行。",
    ),
    "sources.contracts.no_start": (
        "{rows} rows have no start and were set aside.",
        "{rows} 行没有开始日期，已放在一边。",
    ),
    "sources.contracts.unreadable_date": (
        "{rows} rows have a date that cannot be read and were set aside.",
        "{rows} 行的日期无法识别，已放在一边。",
    ),
    "sources.contracts.ends_before_start": (
        "{rows} rows end before they start and were set aside.",
        "{rows} 行的结束日期早于开始日期，已放在一边。",
    ),
    "lifetime.impossible_contract": (
        "{customers} contracts are impossible (for example from {start} to {end}). A start is needed, and no end "
        "before it.",
        "{customers} 份合同不成立（例如 {start} 至 {end}）。须有开始日期，且结束不早于开始。",
    ),
    "lifetime.nothing_due": (
        "No renewal of these {customers} customers was due by {as_of}: with a period of one {unit_en} none has "
        "been watched long enough. Take a shorter period with --unit, or a later --as-of.",
        "到 {as_of} 为止，{customers} 位客户都还没有到期的续约（按{unit_zh}计期）。请用 --unit 取更短的周期，"
        "或取更晚的 --as-of。",
    ),
    "lifetime.not_due_yet": (
        "{customers} customers have no renewal due yet and tell nothing; they were left out.",
        "{customers} 位客户还没有到期的续约，无可说明，未计入。",
    ),
    "lifetime.starts_after_as_of": (
        "{customers} customers start after {as_of} and were left out.",
        "{customers} 位客户在 {as_of} 之后才开始，未计入。",
    ),
    "lifetime.leaving_before_due": (
        "{customers} customers left in a period that is not over for their cohort yet: they count as there "
        "after their last renewal that was due, so that leavers and stayers are watched equally long.",
        "{customers} 位客户在其同期群尚未结束的一期中离开：按最后一次已到期的续约计为仍在，"
        "使离开者与留下者的观察期一样长。",
    ),
    "lifetime.renewed_by_paying": (
        "The file has payments and no start and end: a customer starts with the first payment, renews with one "
        "about every {unit_en}, and left at the first period without any.",
        "文件里是付款记录，没有开始与结束日期：首次付款为开始，约每{unit_zh}有一次付款为续约，首个没有付款的周期为离开。",
    ),
    "lifetime.came_back_after_leaving": (
        "{customers} customers paid again after a period without a payment; they count as lost at that period.",
        "{customers} 位客户在某期没有付款之后又再付款，仍按该期离开计。",
    ),
    "lifetime.period_not_over": (
        "The {unit_en} of {as_of} is not over; it is no opportunity yet and its purchases do not count.",
        "{as_of} 所在的一期（按{unit_zh}计）尚未结束，还不算一次机会，其中的购买不计。",
    ),
    "lifetime.no_opportunity_yet": (
        "{customers} customers came in the last {unit_en} and have had no opportunity since; they were left out.",
        "{customers} 位客户在最后一期（按{unit_zh}计）才来，此后还没有机会，未计入。",
    ),
    "lifetime.nobody_had_opportunities": (
        "None of the {customers} customers has had an opportunity after the {unit_en} of the first purchase. Take "
        "a shorter period with --unit, or a later --as-of.",
        "{customers} 位客户在首购那一期（按{unit_zh}计）之后都还没有机会。请用 --unit 取更短的周期，或取更晚的 --as-of。",
    ),
}
