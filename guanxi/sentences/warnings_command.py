"""Sentences of `guanxi warnings`."""

SENTENCES = {
    "cli.help.warnings": (
        "Which rule of warning is best here? Tries three on every week of the past.",
        "哪条预警规则最适合本企业？在过去每一周上试三条规则。",
    ),
    "cli.warnings.cycles": (
        "Cycles of lateness from which on the classic rule says act; by default the firm's setting, else 1.",
        "经典规则：逾期超过多少个周期即为立即处理；默认用企业的设置，否则为 1。",
    ),
    "cli.warnings.a_week": (
        "New warnings a week that every rule may give; by default as many as the classic rule gives.",
        "每条规则每周可发出的新预警数；默认与经典规则相同。",
    ),
    "cli.warnings.found": (
        "Weeks from {first_on} to {last_on}, {customers} customers. Every rule gives the same number of warnings; "
        "one was right if the customer then bought nothing for 91 days. In brackets: 90 %.",
        "{first_on} 至 {last_on} 逐周检验，{customers} 位客户。各规则的预警数相同；"
        "预警后 91 天没有购买即为准确。括号内为 90% 区间。",
    ),
    "cli.warnings.column.rule": ("rule", "规则"),
    "cli.warnings.column.a_week": ("warnings a week", "每周预警"),
    "cli.warnings.column.precision": ("right", "准确率"),
    "cli.warnings.column.recall": ("of the lost, warned of in time", "流失客户中及时预警的占比"),
    "cli.warnings.column.lead_days": ("days ahead", "提前天数"),
    "cli.step.warnings": ("Warning on every week of the past", "在过去每一周上试预警"),
    "warnings.no_store": (
        "There is no store at {path}. Import purchases first, name a store with --store, or give a file.",
        "{path} 没有数据仓。请先导入数据，用 --store 指定数据仓，或给出文件。",
    ),
    "warnings.bad_number": (
        "{option} cannot be {asked}. Give a number above 0.",
        "{option} 不能是 {asked}，请给出大于 0 的数。",
    ),
}
