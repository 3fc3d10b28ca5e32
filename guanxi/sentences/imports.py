"""Sentences of imports: how columns were found, why an import is refused, what looks odd."""

SENTENCES = {
    "imports.column_by_person": (
        "{word_en} is {column}, as you said.",
        "{word_zh}取自“{column}”列（由你指定）。",
    ),
    "imports.column_by_remembered": (
        "{word_en} is {column}, as in the last file with these headers.",
        "{word_zh}取自“{column}”列（与上次表头相同的文件一致）。",
    ),
    "imports.column_by_header": (
        "{word_en} is {column}: the header says so and the values fit.",
        "{word_zh}取自“{column}”列：表头相符，数值也吻合。",
    ),
    "imports.not_importable": (
        "{asked} is nothing that can be imported. It is one of: {known}.",
        "无法导入 {asked}，可导入的有：{known}。",
    ),
    "imports.unknown_word": (
        "{table} have no {asked}. Their words are: {known}.",
        "{table} 中没有 {asked}，可用的有：{known}。",
    ),
    "imports.unknown_header": (
        "The file has no column {asked}. Nearest: {near}. Its columns are: {known}.",
        "文件中没有“{asked}”列，最接近的是“{near}”。现有列：{known}。",
    ),
    "imports.needs_column": (
        "No column was found for {word_en} ({name}), which every row of {table_en} needs. Say which one it is; "
        "the columns are: {known}.",
        "没有找到{word_zh}（{name}）所在的列，而 {table_zh} 的每一行都需要它。请指定一列；现有列：{known}。",
    ),
    "imports.other_columns": (
        "{file} lacks columns that the first file has: {missing}. It has: {known}. Import it by itself.",
        "{file} 缺少第一个文件中的列：{missing}。它的列有：{known}。请单独导入。",
    ),
    "imports.nothing_usable": (
        "None of the {rows} rows of {file} can be used ({reasons}). Nothing was imported. {aside}",
        "{file} 的 {rows} 行都无法使用（{reasons}），没有导入任何数据。{aside}",
    ),
    "imports.cancelled": (
        "The import was cancelled; nothing of it was kept ({change}).",
        "导入已取消，没有留下任何数据（{change}）。",
    ),
    "imports.many_set_aside": (
        "{rows} of {of} rows ({share} %) were set aside. Look at their reasons before you trust the rest.",
        "{of} 行中有 {rows} 行（{share}%）被搁置。请先查看原因，再使用其余数据。",
    ),
    "imports.unused_columns": (
        "Columns that were not used: {columns}.",
        "没有用到的列：{columns}。",
    ),
    "imports.outliers": (
        "{rows} amounts are far beyond the others (over {limit}): {examples}. Check for typing mistakes.",
        "有 {rows} 笔金额远超其他行（大于 {limit}）：{examples}。请检查是否录入有误。",
    ),
    "imports.new_currency": (
        "{count} currencies that were not in the facts before: {examples}.",
        "出现 {count} 种以前没有的币种：{examples}。",
    ),
    "imports.new_categories": (
        "{count} categories that were not in the facts before: {examples}.",
        "出现 {count} 个以前没有的类目：{examples}。",
    ),
    "imports.quiet_days": (
        "{days} days have far fewer rows than usual (about {usual} a day): {examples}. Is a part missing?",
        "有 {days} 天的行数远少于平常（每天约 {usual} 行）：{examples}。是否缺少部分数据？",
    ),
    "imports.long_ago": (
        "The first day is {first}, though most rows are of about {middle}. Check the oldest dates.",
        "最早日期是 {first}，而多数行在 {middle} 前后。请检查最早的日期。",
    ),
    "sources.reason.missing_value": ("a value that every row needs is missing", "缺少必填的值"),
    "sources.reason.missing_key": ("no id", "没有编号"),
    "sources.reason.unreadable_number": ("a number that cannot be read", "数字无法识别"),
    "sources.reason.unreadable_truth": ("neither yes nor no", "既不是“是”也不是“否”"),
    "sources.reason.repeated_key": ("an id that an earlier row has", "编号与前面某行重复"),
}
