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
    "live.unreadable": (
        "The delivery is no JSON that can be taken in: {why}.",
        "推送内容不是可以读取的 JSON：{why}。",
    ),
    "live.unknown_topic": (
        "No rule speaks of the topic {topic}. There are rules for: {known}.",
        "没有针对主题 {topic} 的规则。已有规则的主题：{known}。",
    ),
    "live.unfit": (
        "{where} says {value}, which is no {needed_en}.",
        "{where} 的值是 {value}，不是所需的{needed_zh}。",
    ),
    "live.wrong_signature": (
        "The signature does not fit this address and its secret, or its time has passed.",
        "签名与此地址的密钥不符，或签名时间已过期。",
    ),
    "live.no_such_hook": (
        "There is nothing at this address.",
        "这个地址没有内容。",
    ),
    "live.too_large": (
        "{bytes} bytes are too many for one delivery; at most {most}.",
        "一次推送不能有 {bytes} 字节，最多 {most} 字节。",
    ),
    "live.too_often": (
        "More than {most} deliveries in a minute. Send this one again later.",
        "一分钟内推送超过 {most} 次，请稍后重发。",
    ),
    "live.bad_setting": (
        "{what} cannot be used as it is: {why}",
        "{what}无法使用：{why}",
    ),
    "live.bad_setting.scheme": ("How it is signed", "签名方式"),
    "live.bad_setting.mapping": ("What rows it becomes", "对应规则"),
    "live.bad_setting.sample": ("The sample", "示例"),
    "live.short_secret": (
        "A secret needs at least {least} characters; this one has {characters}.",
        "密钥至少要有 {least} 个字符，现在只有 {characters} 个。",
    ),
    "live.no_name": ("Give the sender a name.", "请给发送方起个名字。"),
}
