"""What `guanxi privacy` says."""

SENTENCES = {
    "cli.help.privacy": (
        "What is held about one person: export it, erase it; how long rows are kept.",
        "查看、导出或删除一个人的全部数据；设置数据保留期限。",
    ),
    "cli.privacy.customer": ("the customer's id", "客户编号"),
    "cli.privacy.dry_run": ("Only say what would be done.", "只说明将会做什么，不执行。"),
    "cli.privacy.yes": ("Do not ask for the id again.", "不再要求输入编号确认。"),
    "cli.privacy.out": ("the ZIP to write", "要写入的 ZIP 文件"),
    "cli.privacy.export": (
        "Write everything that is held about one person as a ZIP.",
        "把一个人的全部数据导出为 ZIP 文件。",
    ),
    "cli.privacy.erase": (
        "Erase one person for good; amounts stay in the books without a name.",
        "永久删除一个人的数据；金额匿名保留在账目中。",
    ),
    "cli.privacy.allow": (
        "Let an id that was erased be a customer again.",
        "允许已删除的编号重新成为客户。",
    ),
    "cli.privacy.retain": (
        "Carry out the retention rules: what is too old is deleted or made nameless.",
        "执行保留期限：过期的行被删除或匿名化。",
    ),
    "cli.privacy.set": (
        "Set a rule first: table, days, and whether rows become nameless instead of being deleted.",
        "先设置规则：表、天数，以及是否改为匿名化而不删除。",
    ),
    "cli.privacy.exported": (
        "{rows} rows of facts, and what was made of them, are in {file}.",
        "{rows} 行事实及由此得出的结果已写入 {file}。",
    ),
    "cli.privacy.ids": ("One person, known as: {ids}", "此人的编号：{ids}"),
    "cli.privacy.would_delete": (
        "  {table}: {rows} rows are deleted. {why}",
        "  {table}：删除 {rows} 行。{why}",
    ),
    "cli.privacy.would_nameless": (
        "  {table}: {rows} rows stay, nameless. {why}",
        "  {table}：{rows} 行匿名保留。{why}",
    ),
    "cli.privacy.beside": ("  {what}: {rows} rows", "  {what}：{rows} 行"),
    "cli.privacy.no_way_back": (
        "This cannot be taken back. Turns have to be run again afterwards: guanxi turn",
        "此操作无法撤销。之后请重新运行一轮分析：guanxi turn",
    ),
    "cli.privacy.type": ("Type the customer's id to erase this person", "请输入客户编号以确认删除"),
    "cli.privacy.erased": (
        "Erased ({ids} ids; rows: {rows}). Kept as {change}, without a name. "
        "Now run a turn, so that knowledge stands on what is left.",
        "已删除（{ids} 个编号；行数：{rows}）。记录为 {change}，不含姓名。"
        "请运行一轮分析，使结果只依据留下的数据。",
    ),
    "cli.privacy.allowed": (
        "The id may be a customer again; what was erased does not come back.",
        "该编号可以重新成为客户；已删除的数据不会恢复。",
    ),
    "cli.privacy.no_rules": (
        "There are no retention rules: everything is kept. Set one with --set contacts=1095",
        "没有保留规则：全部数据都保留。可用 --set contacts=1095 设置。",
    ),
    "cli.privacy.nothing_done": ("Nothing was changed.", "没有做任何更改。"),
    "cli.privacy.rule_delete": (
        "{table}: kept {days} days; {rows} rows from before {before} are deleted.",
        "{table}：保留 {days} 天；删除 {before} 之前的 {rows} 行。",
    ),
    "cli.privacy.rule_nameless": (
        "{table}: named for {days} days; {rows} rows from before {before} become nameless.",
        "{table}：实名保留 {days} 天；{before} 之前的 {rows} 行改为匿名。",
    ),
    "cli.privacy.lost": ("Revenue of {money} goes with them.", "同时失去 {money} 的收入。"),
}
