"""Sentences of the command line."""

SENTENCES = {
    "cli.help": (
        "guanxi: which customers matter, why, what to do next, and whether it worked.",
        "guanxi（关系）：哪些客户重要、为什么、下一步做什么、做了有没有用。",
    ),
    "cli.everywhere": (
        "Everywhere: --lang en|zh-hans chooses the language; --debug shows the trace of an error.",
        "任何命令都可加：--lang en|zh-hans 选择语言；--debug 显示出错的详细信息。",
    ),
    "cli.help.analyze": (
        "From a spreadsheet of orders to a report about its customers.",
        "从一张订单表，得到一份客户报告。",
    ),
    # what went wrong
    "cli.unknown_language": (
        "The language {asked} is not spoken here. Choose one of: {known}.",
        "不支持语言 {asked}，可选：{known}。",
    ),
    "cli.no_such_option": (
        "There is no option {option}.{near_en} See --help.",
        "没有 {option} 这个选项。{near_zh}可用 --help 查看。",
    ),
    "cli.near": (" Did you mean {near}?", "是不是 {near}？"),
    "cli.missing": (
        "{name} is missing. See --help.",
        "缺少 {name}，可用 --help 查看。",
    ),
    "cli.bad_value": (
        "The value of {name} cannot be used: {why}.",
        "{name} 的值无法使用：{why}。",
    ),
    "cli.unknown_command": (
        "There is no command {asked}. The commands are: {known}.",
        "没有 {asked} 这个命令，可用命令：{known}。",
    ),
    "cli.usage": (
        "The command cannot be understood: {why} See --help.",
        "看不懂这条命令：{why} 可用 --help 查看。",
    ),
    "cli.not_a_date": (
        "{option} {asked} is not a date. Write it as YYYY-MM-DD, such as 2020-02-29.",
        "{option} {asked} 不是日期，请写成 YYYY-MM-DD，例如 2020-02-29。",
    ),
    "cli.cannot_write": (
        "The folder {folder} cannot be written to: {why}. Choose another one with --out.",
        "无法写入文件夹 {folder}：{why}。请用 --out 换一个。",
    ),
    "cli.stopped": (
        "Stopped. What was written so far may be incomplete.",
        "已停止，已写出的内容可能不完整。",
    ),
    "cli.fault": (
        "Something went wrong inside guanxi; it is not your fault. The details are in {log}.",
        "guanxi 内部出错了，不是你的问题。详细信息在 {log}。",
    ),
    # the options of analyze
    "cli.analyze.file": (
        "The order list: CSV, TSV, Excel or Parquet, one row per order line.",
        "订单表：CSV、TSV、Excel 或 Parquet，一行一条订单明细。",
    ),
    "cli.analyze.out": ("The folder for the results; made if it is not there.", "结果文件夹，没有则新建。"),
    "cli.analyze.customer": ("The column of the customer's key.", "客户编号所在的列。"),
    "cli.analyze.date": ("The column of the purchase date.", "购买日期所在的列。"),
    "cli.analyze.amount": (
        "The column of what was paid for the line; a return is negative.",
        "实付金额所在的列，退货为负数。",
    ),
    "cli.analyze.order": ("The column of the order number.", "订单号所在的列。"),
    "cli.analyze.quantity": ("The column of the quantity.", "数量所在的列。"),
    "cli.analyze.price": (
        "The column of the unit price: with the quantity it stands for a missing amount.",
        "单价所在的列：没有金额时，用数量乘单价。",
    ),
    "cli.analyze.product": ("The column of the product.", "商品所在的列。"),
    "cli.analyze.category": ("The column of the product category.", "品类所在的列。"),
    "cli.analyze.discount": ("The column of the discount, in money.", "折扣额所在的列。"),
    "cli.analyze.coupon_discount": ("The column of what coupons took off.", "优惠券抵扣额所在的列。"),
    "cli.analyze.cost": ("The column of the line's cost of goods.", "商品成本所在的列。"),
    "cli.analyze.currency": ("The column of the currency.", "币种所在的列。"),
    "cli.analyze.place": ("The column of the shop or channel.", "门店或渠道所在的列。"),
    "cli.analyze.as_of": (
        "The day the analysis stands on; nothing later is looked at. Default: the last purchase in the file.",
        "分析截止日期，此后的数据一律不用。默认：文件中最后一次购买的日期。",
    ),
    "cli.analyze.sheet": ("The sheet of an Excel file.", "Excel 文件中的工作表。"),
    "cli.analyze.encoding": (
        "The encoding of a text file. Default: found out (UTF-8, GB18030).",
        "文本文件的编码。默认自动判断（UTF-8、GB18030）。",
    ),
    "cli.analyze.day_month": (
        "Whether 01/02/2020 has the day first (dmy) or the month (mdy). Default: as the column shows.",
        "01/02/2020 是日在前（dmy）还是月在前（mdy）。默认由整列判断。",
    ),
    # what analyze says
    "cli.analyze.read": (
        "{file}: {rows:,} rows read, {kept:,} used.",
        "{file}：读入 {rows:,} 行，采用 {kept:,} 行。",
    ),
    "cli.analyze.set_aside": (
        "Rows set aside: {rows:,}, see set_aside.csv: {reasons}.",
        "{rows:,} 行未采用，见 set_aside.csv：{reasons}。",
    ),
    "cli.analyze.as_of_asked": (
        "The analysis stands on {day}, as asked.",
        "按你指定的日期，分析截至 {day}。",
    ),
    "cli.analyze.as_of_last": (
        "The analysis stands on {day}, the last purchase in the file.",
        "分析截至 {day}，即文件中最后一次购买的日期。",
    ),
    "cli.analyze.guessed": (
        "Columns guessed from their names and values: {columns_en}. Name a column yourself where this is "
        "wrong.",
        "按列名和内容判断的列：{columns_zh}。若有误，请自行指定。",
    ),
    "cli.one_customer": (
        "There is only one customer: nothing can be compared, and no model can learn from one.",
        "只有一位客户：无从比较，模型也学不到规律。",
    ),
    "cli.all_one_time": (
        "None of the {customers:,} customers bought on more than one day, so nothing says who comes back.",
        "{customers:,} 位客户都只在一天买过，无法判断谁会再来。",
    ),
    "cli.analyze.found": (
        "Customers: {customers:,}. They spent {spend} and are still expected to bring {equity}.",
        "{customers:,} 位客户累计消费 {spend}，预计未来还会带来 {equity}。",
    ),
    "cli.analyze.found_without_forecast": (
        "Customers: {customers:,}. They spent {spend}. What they will still bring is not forecast, for the "
        "reasons above.",
        "{customers:,} 位客户累计消费 {spend}。未来价值没有预测，原因见上。",
    ),
    "cli.analyze.top_share": (
        "{customers:,} of them ({share}) bring {spend} of the spend.",
        "其中 {customers:,} 位（{share}）带来 {spend} 的消费。",
    ),
    "cli.analyze.late": (
        "{watch:,} are late against their own rhythm and {act:,} by more than a whole cycle; together "
        "they spent {value} "
        "in the last 12 months.",
        "{watch:,} 位晚于自己的节奏，{act:,} 位晚了一整个周期以上；他们近12个月共消费 {value}。",
    ),
    "cli.analyze.nobody_late": (
        "Nobody is late against their own rhythm.",
        "没有客户晚于自己的节奏。",
    ),
    "cli.analyze.written": ("Written: {files}", "已写出：{files}"),
    # the steps of a long command
    "cli.step.read": ("Reading the file", "读取文件"),
    "cli.step.clean": ("Cleaning the rows", "清洗数据"),
    "cli.step.profile": ("Learning about the customers", "分析客户"),
    "cli.step.report": ("Drawing the report", "生成报告"),
    "cli.step.write": ("Writing the results", "写出结果"),
}
