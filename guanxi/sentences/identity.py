"""Sentences of identity."""

SENTENCES = {
    "identity.unknown_kind": (
        "A column cannot be a {asked}. It is one of: {known}.",
        "列的类型不能是 {asked}，可选：{known}。",
    ),
    "identity.too_few": (
        "{records} records are too few to learn from how they agree (at least {least}); usual weights were taken.",
        "只有 {records} 条记录，少于 {least} 条，无法从数据中估计权重，采用了常用权重。",
    ),
}
