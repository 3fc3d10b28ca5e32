"""Sentences of live facts."""

SENTENCES = {
    "live.not_sent": (
        "{asked} cannot be sent. It is one of: {known}.",
        "不能发送 {asked}，可发送：{known}。",
    ),
    "live.no_rows": (
        "The batch for {table} has no rows. Send at least one.",
        "发往 {table} 的批次没有任何行，请至少发送一行。",
    ),
    "live.rows_refused": (
        "{count} faults in the {rows} rows for {table}; nothing was accepted. By row: {faults}.",
        "发往 {table} 的 {rows} 行中有 {count} 处错误，没有接收任何行。按行列出：{faults}。",
    ),
    "live.key_reused": (
        "The key {key} named another batch before. Send this one under a key of its own.",
        "键 {key} 已用于另一个批次，请为这个批次换一个键。",
    ),
    "live.not_said": (
        "The table cannot take these rows: {why}",
        "数据表无法写入这些行：{why}",
    ),
    "live.too_many_rows": (
        "{rows} rows are too many for one batch; send at most {most}.",
        "一个批次不能有 {rows} 行，最多 {most} 行。",
    ),
}
