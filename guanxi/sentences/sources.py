"""Sentences of the sources room: why a file is refused, why a row is set aside, how a column was read."""

SENTENCES = {
    # refusals
    "sources.unknown_file": (
        "There is no file {file}.{near_en} Check the name and the folder.",
        "找不到文件 {file}。{near_zh}请检查文件名和所在文件夹。",
    ),
    "sources.near_file": (" Did you mean {near}?", "是不是 {near}？"),
    "sources.folder": (
        "{file} is a folder. Name the file with the orders in it.",
        "{file} 是文件夹，请指定其中的订单文件。",
    ),
    "sources.not_readable": (
        "{file} may not be read: the system refuses it ({why}). Check who may open it.",
        "系统不允许读取 {file}（{why}），请检查文件权限。",
    ),
    "sources.unknown_format": (
        "{file} is a {found} file. guanxi reads {known}: save it as one of these.",
        "{file} 是 {found} 文件。guanxi 能读 {known}，请另存为其中一种。",
    ),
    "sources.unknown_encoding": (
        "{file} cannot be read as {tried}: line {line} does not fit. It may be {hint}; "
        "say so with --encoding {hint}, or save it as UTF-8.",
        "{file} 无法按 {tried} 读取：第 {line} 行不符。可能是 {hint} 编码，"
        "请加 --encoding {hint}，或另存为 UTF-8。",
    ),
    "sources.empty_file": (
        "{file} has no rows. Check that the export ran and that it is the right file.",
        "{file} 里没有数据行，请检查导出是否完成、文件是否选对。",
    ),
    "sources.not_a_table": (
        "{file} is not a table that guanxi can read: no columns were found, or the file is damaged. "
        "It needs a customer, a date and an amount, each in its own column.",
        "{file} 不是能读取的表格：没有分列，或文件已损坏。表中客户、日期、金额应各占一列。",
    ),
    "sources.unknown_sheet": (
        "{file} has no sheet {asked}. It has: {known}.",
        "{file} 里没有名为 {asked} 的工作表，现有：{known}。",
    ),
    "sources.unclear_sheet": (
        "{file} has several sheets with data: {known}. Say which one with --sheet.",
        "{file} 有多个含数据的工作表：{known}。请用 --sheet 指定一个。",
    ),
    "sources.unknown_column": (
        "There is no column {asked} for the {role_en}. Nearest: {near}. The columns are: {known}.",
        "没有名为 {asked} 的列（用作{role_zh}）。最接近的是 {near}。现有列：{known}。",
    ),
    "sources.unclear_column": (
        "Several columns could be the {role_en}: {candidates}. Say which one with {option}.",
        "有多列都可能是{role_zh}：{candidates}。请用 {option} 指定一列。",
    ),
    "sources.no_column": (
        "No column could be recognised as the {role_en}. Say which one with {option}; the columns are: "
        "{known}.",
        "认不出哪一列是{role_zh}。请用 {option} 指定；现有列：{known}。",
    ),
    "sources.column_twice": (
        "The column {column} is named twice, as the {role_en} and as the {other_en}. Each needs its own "
        "column.",
        "列 {column} 同时用作{role_zh}和{other_zh}，请各指定一列。",
    ),
    "sources.not_dates": (
        "The column {column} holds no dates; it begins with {example}. Name another one with --date.",
        "列 {column} 里没有日期，首个值是 {example}。请用 --date 指定其他列。",
    ),
    "sources.not_amounts": (
        "The column {column} holds no numbers for the {role_en}; it begins with {example}. Name another one.",
        "列 {column} 里没有可用作{role_zh}的数字，首个值是 {example}。请指定其他列。",
    ),
    "sources.unclear_day_month": (
        "Dates such as {example} in {column} can be read as day/month or as month/day, and no row of the "
        "column shows "
        "which. Say --day-month dmy or --day-month mdy.",
        "列 {column} 中 {example} 这样的日期，日和月分不清，整列也看不出来。请加 --day-month "
        "dmy（日在前）或 mdy（月在前）。",
    ),
    "sources.unknown_day_month": (
        "--day-month {asked} is unknown. Choose one of: {known}.",
        "--day-month 不能是 {asked}，可选：{known}。",
    ),
    "sources.nothing_left": (
        "None of the {rows:,} rows of {file} can be used: {reasons_en}. Check the columns that were "
        "taken: {columns_en}.",
        "{file} 的 {rows:,} 行都无法使用：{reasons_zh}。请核对所用的列：{columns_zh}。",
    ),
    "sources.as_of_before_data": (
        "Nothing had been bought by {as_of}: the first purchase in {file} is of {first}. Choose a later "
        "--as-of.",
        "截至 {as_of} 还没有任何购买：{file} 中最早的购买在 {first}。请选更晚的 --as-of。",
    ),
    # why a row is set aside
    "sources.reason.unreadable_characters": ("characters that cannot be read", "有无法识别的字符"),
    "sources.reason.missing_customer": ("no customer", "没有客户"),
    "sources.reason.missing_date": ("no date", "没有日期"),
    "sources.reason.impossible_date": ("a date that does not exist", "日期不存在"),
    "sources.reason.future_date": ("a date in the future", "日期在未来"),
    "sources.reason.after_as_of": ("after the as-of date", "晚于截止日期"),
    "sources.reason.missing_amount": ("no amount", "没有金额"),
    "sources.reason.unreadable_amount": ("an amount that is no number", "金额不是数字"),
    "sources.reason.other_currency": ("another currency than the other rows", "币种与其他行不同"),
    "sources.reason.duplicate_line": ("the same as an earlier row in every column", "与前面某行完全相同"),
    "sources.reason.too_many_fields": ("more fields than the header", "字段数多于表头"),
    "sources.reason.unclosed_quote": ("a quotation mark that is never closed", "引号没有成对"),
    # how the file was read
    "sources.guessed_by_header": (
        "{column} was taken as the {role_en}: its name says so and its values fit.",
        "将 {column} 当作{role_zh}：列名如此，值也相符。",
    ),
    "sources.guessed_by_values": (
        "{column} was taken as the {role_en}: no other column holds such values.",
        "将 {column} 当作{role_zh}：只有这一列的值相符。",
    ),
    "sources.quantity_times_price": (
        "There is no amount: {quantity} times {price} stands for it.",
        "没有金额列：用 {quantity} 乘以 {price} 代替。",
    ),
    "sources.price_as_amount": (
        "There is neither an amount nor a quantity: {column} was taken as the amount of a row.",
        "没有金额列和数量列：将 {column} 当作每行的金额。",
    ),
    "sources.read_as_encoding": ("The file was read as {encoding}.", "文件按 {encoding} 编码读取。"),
    "sources.lost_characters": (
        "Characters that could not be read as {encoding}: {count}.",
        "有 {count} 个字符无法按 {encoding} 识别。",
    ),
    "sources.no_header": (
        "The file has no header; its columns were named {columns}.",
        "文件没有表头，各列命名为 {columns}。",
    ),
    "sources.title_lines": (
        "Lines above the header that were passed over: {count}.",
        "跳过了表头上方的 {count} 行。",
    ),
    "sources.decimal_comma": (
        "Amounts were read with a decimal comma (1.234,50), as the column shows.",
        "金额按小数逗号读取（1.234,50），列中如此书写。",
    ),
    "sources.both_decimal_signs": (
        "Some amounts have a decimal comma and some a decimal point; each was read as it is written.",
        "金额中既有小数逗号也有小数点，逐个按其写法读取。",
    ),
    "sources.point_read_as_decimal": (
        "Amounts such as {example} were read with a decimal point, not as thousands: no amount shows "
        "otherwise.",
        "{example} 这样的金额按小数点读取，而不是千分位：列中没有相反的写法。",
    ),
    "sources.read_as_dmy": (
        "Dates in {column} were read as day/month/year, as {example} shows.",
        "列 {column} 的日期按日/月/年读取，{example} 可以看出。",
    ),
    "sources.read_as_mdy": (
        "Dates in {column} were read as month/day/year, as {example} shows.",
        "列 {column} 的日期按月/日/年读取，{example} 可以看出。",
    ),
    "sources.excel_days": (
        "Numbers such as 43862 in {column} were read as Excel's days (1 February 2020).",
        "列 {column} 中 43862 这样的数字按 Excel 日期读取（2020年2月1日）。",
    ),
    "sources.unix_times": (
        "Numbers of ten or thirteen digits in {column} were read as Unix times, in UTC.",
        "列 {column} 中 10 位或 13 位的数字按 Unix 时间戳（UTC）读取。",
    ),
    "sources.equal_rows_kept": (
        "{count:,} rows equal another one. Without an order number they may be separate purchases, so "
        "they were kept; "
        "name the order column with --order to have repeated lines set aside.",
        "有 {count:,} 行与其他行相同。没有订单号，可能是不同的购买，因此保留；用 --order "
        "指定订单列即可剔除重复行。",
    ),
    # limits
    "sources.too_large": (
        "{file} is too large: {size}, and up to {limit} are read here. Split it, or export it as Parquet or "
        "CSV.",
        "{file} 太大：{size}，这里最多读取 {limit}。请拆分，或导出为 Parquet 或 CSV。",
    ),
    "sources.packed_too_tightly": (
        "{file} ({packed}) unpacks to more than {ratio} times its size, as no honest file does; it was not "
        "opened further. Unpack it yourself if you trust it.",
        "{file}（{packed}）解压后超过自身大小的 {ratio} 倍，正常文件不会这样，因此没有继续打开。如果信任它，请自行解压。",
    ),
    "sources.too_many_columns": (
        "{file} has {columns:,} columns; up to {limit:,} are read. Check the delimiter, or export fewer columns.",
        "{file} 有 {columns:,} 列，最多读取 {limit:,} 列。请检查分隔符，或减少导出的列。",
    ),
    "sources.too_many_cells": (
        "A sheet of {file} reaches over {rows:,} rows and {columns:,} columns; up to {limit:,} cells are read "
        "from a workbook. Delete what lies far out, or save the sheet as CSV.",
        "{file} 的工作表范围达 {rows:,} 行 {columns:,} 列，工作簿最多读取 {limit:,} 个单元格。请删除远处的内容，或另存为 CSV。",
    ),
    "sources.locked": (
        "{file} is protected by a password. Save it without one.",
        "{file} 有密码保护，请取消密码后另存。",
    ),
    "sources.nested_too_deep": (
        "A column of {file} is nested more than {limit} levels deep. Export plain columns.",
        "{file} 中有一列嵌套超过 {limit} 层，请导出为普通列。",
    ),
    "sources.reason.header_again": ("the header again", "重复的表头"),
    "sources.reason.line_too_long": ("a line that is too long", "行太长"),
    "sources.reason.cell_too_long": ("a cell that is too long", "单元格内容太长"),
    "sources.reason.broken_json": ("a line that is not JSON", "不是有效的 JSON"),
    "sources.reason.no_object": ("a line that is no JSON object with keys", "不是带键的 JSON 对象"),
    "sources.reason.key_twice": ("a key that stands twice in its object", "对象中有重复的键"),
    "sources.reason.nested_too_deep": ("values nested too deep", "嵌套层数过多"),
    "sources.formulas_as_values": (
        "Cells with a formula: {count:,}. The value that was last computed was read.",
        "有 {count:,} 个公式单元格，读取的是上次计算的结果。",
    ),
    "sources.macros_ignored": (
        "The workbook has macros; they were ignored.",
        "工作簿含有宏，已忽略。",
    ),
    # places
    "sources.unsafe_name": (
        "The name {name} cannot be used for a file: {why_en}. Rename it and try again.",
        "文件名 {name} 不能使用：{why_zh}。请改名后再试。",
    ),
    "sources.nothing_there": (
        "No file that can be read was found at {asked}. Check the place; {known} are read.",
        "在 {asked} 没有找到能读取的文件。请检查位置；能读取 {known}。",
    ),
    "sources.unknown_storage": (
        "{asked} is no place that files are read from. Give a file, a folder, a pattern such as *.csv, or "
        "s3://, gs:// or az:// with a bucket.",
        "无法从 {asked} 读取文件。请给出文件、文件夹、*.csv 这样的通配名，或以 s3://、gs://、az:// 开头的存储桶地址。",
    ),
    "sources.storage_refused": (
        "{asked} cannot be read from the object storage: {why_en}. Check the bucket, the name and the "
        "credentials in the environment of the server.",
        "无法从对象存储读取 {asked}：{why_zh}。请检查存储桶、名称和服务器环境中的凭据。",
    ),
    "sources.why.not_found": ("it is not there", "不存在"),
    "sources.why.not_allowed": ("access is denied", "没有访问权限"),
    "sources.why.unreachable": ("the service does not answer", "服务没有响应"),
    "sources.why.outside": ("it leads out of its folder", "指向文件夹之外"),
    "sources.why.signs": ("it holds characters that a name may not have", "含有不允许的字符"),
    "sources.why.reserved": ("the name is reserved", "是保留名称"),
    "sources.why.too_long": ("it is too long", "太长"),
    "sources.why.empty": ("it is empty", "为空"),
    "sources.too_many_files": (
        "There are more than {limit:,} files at {asked}. Name a folder nearer to those that are wanted.",
        "{asked} 下的文件超过 {limit:,} 个，请指定更具体的文件夹。",
    ),
    # databases
    "sources.unknown_database": (
        "{url} is no database address. It looks like postgresql://user:password@host/database or "
        "sqlite:///file.db.",
        "{url} 不是数据库地址。格式如 postgresql://用户:密码@主机/数据库 或 sqlite:///文件.db。",
    ),
    "sources.no_driver": (
        "Reading from {database} needs the package {package}, which is not installed. Install it with: pip "
        "install {package}",
        "读取 {database} 需要软件包 {package}，尚未安装。请运行：pip install {package}",
    ),
    "sources.cannot_connect": (
        "The database {url} does not answer. Check the address, the port, and that the server is running.",
        "数据库 {url} 没有响应。请检查地址、端口以及服务器是否在运行。",
    ),
    "sources.wrong_password": (
        "The database {url} refuses the user name or the password. Check both.",
        "数据库 {url} 拒绝了用户名或密码，请核对。",
    ),
    "sources.unknown_table": (
        "There is no table {asked} in {url}. Nearest: {near}. There are: {known}.",
        "{url} 中没有表 {asked}。最接近的是 {near}。现有：{known}。",
    ),
    "sources.not_a_select": (
        "Only one SELECT statement is run, and nothing that changes data ({found} was found). Give one SELECT.",
        "只执行一条 SELECT 语句，不执行修改数据的语句（发现 {found}）。请只写一条 SELECT。",
    ),
    "sources.query_refused": (
        "The database {url} refuses the query: {why}. Check the query.",
        "数据库 {url} 拒绝了查询：{why}。请检查查询语句。",
    ),
}
