"""Sentences of `guanxi import`, `guanxi imports` and `guanxi undo`."""

SENTENCES = {
    "cli.help.import": (
        "Take facts in from files, folders or a database.",
        "从文件、文件夹或数据库导入事实。",
    ),
    "cli.help.imports": ("What was imported, by whom and when.", "查看导入记录：谁、何时、导入了什么。"),
    "cli.help.undo": ("Take an import back.", "撤销一次导入。"),
    "cli.import.source": (
        "A file, a folder, a pattern (*.csv), s3://bucket/name, or a database's address.",
        "文件、文件夹、通配符（*.csv）、s3://桶/名称，或数据库地址。",
    ),
    "cli.import.what": (
        "What it is: customers, products, purchases, contacts, answers, complaints, points. Guessed if not said.",
        "内容类型：customers、products、purchases、contacts、answers、complaints、points。不指定则自动判断。",
    ),
    "cli.import.column": (
        "The column of a word, such as amount=Total; may be given several times. The others are guessed.",
        "指定某个字段所在的列，如 amount=总金额；可多次使用。其余自动判断。",
    ),
    "cli.import.mode": (
        "both; create: leave known rows alone; update: leave unknown rows out.",
        "both：新增并更新；create：只新增；update：只更新。",
    ),
    "cli.import.empty": (
        "keep: an empty cell leaves what is known; clear: it empties it.",
        "keep：空单元格保留原值；clear：清空原值。",
    ),
    "cli.import.table": ("The table, where the source is a database.", "来源为数据库时的表名。"),
    "cli.import.query": ("One SELECT, where the source is a database.", "来源为数据库时的一条 SELECT 语句。"),
    "cli.import.day_month": ("How 01/02/2020 is meant.", "01/02/2020 这类日期中日和月的先后。"),
    "cli.import.decimal": ("What stands before the decimals.", "小数部分之前的符号。"),
    "cli.import.currency": (
        "The currency of amounts that name none, such as EUR.",
        "未注明币种的金额所用的币种，如 CNY。",
    ),
    "cli.import.rules": (
        "Rules for returns, cancellations, charges: general, online_retail, tmall, or kept (the store's own).",
        "识别退货、取消、运费等的规则：general、online_retail、tmall，或 kept（本库自己的规则）。",
    ),
    "cli.import.duplicates": (
        "Rows that repeat another in every column: keep and count them, or set them aside.",
        "与其他行完全相同的行：keep 保留并计数，aside 搁置。",
    ),
    "cli.import.preview": ("Only show how it would be read.", "只预览，不导入。"),
    "cli.import.again": ("Read a file again that was imported before.", "即使已导入过也重新读取。"),
    "cli.import.not_a_pair": (
        "--column {asked} names no column. Write it as word=header, such as amount=Total.",
        "--column {asked} 没有指定列，请写成 字段=表头，例如 amount=总金额。",
    ),
    "cli.import.unknown_choice": (
        "{option} cannot be {asked}. Allowed: {allowed}.",
        "{option} 不能是 {asked}，可选：{allowed}。",
    ),
    "cli.import.would": (
        "{file} ({format}) would be read as {what}:",
        "{file}（{format}）将按 {what} 读取：",
    ),
    "cli.import.unused": ("Not used: {columns}", "没有用到的列：{columns}"),
    "cli.import.known": (
        "This was imported on {at} already, in the same way; nothing changed ({change}). --again reads it all the same.",
        "{at} 已用同样的方式导入过，没有任何变化（{change}）。如需重新读取，请加 --again。",
    ),
    "cli.import.done": (
        "{table}: {read} rows read; {inserted} new, {updated} updated, {unchanged} unchanged.",
        "{table}：读取 {read} 行；新增 {inserted}，更新 {updated}，未变 {unchanged}。",
    ),
    "cli.import.skipped": (
        "{rows} rows were left out, as mode {mode} asks.",
        "按 {mode} 方式跳过了 {rows} 行。",
    ),
    "cli.import.aside": (
        "{rows} rows were set aside: {why}. Mend them in {file} and import it.",
        "搁置了 {rows} 行：{why}。可在 {file} 中修正后再导入。",
    ),
    "cli.import.without_customer": (
        "{rows} rows have no customer: they count in revenue, and in no customer's measures.",
        "{rows} 行没有客户：计入收入，但不计入任何客户的指标。",
    ),
    "cli.import.repeated": (
        "{rows} rows repeat another in every column: they are kept and count.",
        "{rows} 行与另一行完全相同：保留并计入。",
    ),
    "cli.import.take_back": ("To take it back: guanxi undo {change}", "如需撤销：guanxi undo {change}"),
    "cli.import.step.read": ("Reading", "读取"),
    "cli.import.step.check": ("Checking", "检查"),
    "cli.import.step.link": ("Linking returns", "关联退货"),
    "cli.import.step.commit": ("Writing", "写入"),
    "cli.import.step.done": ("Done", "完成"),
    "cli.imports.none": ("Nothing was imported yet.", "还没有导入过数据。"),
    "cli.imports.line": (
        "{change}  {at}  {by}  {kind} {table}: {inserted} new, {updated} updated, {unchanged} unchanged, "
        "{deleted} removed  {source}  {state}",
        "{change}  {at}  {by}  {kind} {table}：新增 {inserted}，更新 {updated}，未变 {unchanged}，"
        "移除 {deleted}  {source}  {state}",
    ),
    "cli.imports.done": ("stands", "有效"),
    "cli.imports.undone": ("taken back", "已撤销"),
    "cli.undo.change": ("The change, as `guanxi imports` names it.", "变更编号，见 guanxi imports。"),
    "cli.undo.put_back": (
        "Rows that a later import said too go back as well.",
        "后来的导入也涉及的行同样恢复。",
    ),
    "cli.undo.dry_run": ("Only say what would happen.", "只说明会发生什么，不执行。"),
    "cli.undo.would": (
        "{deleted} rows would go, {restored} would be put back; {conflicts} were said by a later import too.",
        "将移除 {deleted} 行，恢复 {restored} 行；另有 {conflicts} 行后来的导入也涉及。",
    ),
    "cli.undo.done": (
        "{deleted} rows removed, {restored} put back; {conflicts} were said by a later import too.",
        "已移除 {deleted} 行，恢复 {restored} 行；另有 {conflicts} 行后来的导入也涉及。",
    ),
    "cli.undo.conflict": ("  {key}: said since by {theirs}", "  {key}：后来由 {theirs} 写入"),
    "cli.undo.redo": ("To have it again: guanxi undo {change}", "如需恢复：guanxi undo {change}"),
}
