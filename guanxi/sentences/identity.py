"""Sentences of identity."""

SENTENCES = {
    "identity.unknown_kind": (
        "A column cannot be a {asked}. It is one of: {known}.",
        "列的类型不能是 {asked}，可选：{known}。",
    ),
    # --- how near a column is; "text" is said of every kind where it is the same or differs
    "identity.level.text.same": ("the same", "相同"),
    "identity.level.text.differs": ("different", "不同"),
    "identity.level.text.2": ("nearly the same", "几乎相同"),
    "identity.level.text.1": ("similar", "相似"),
    "identity.level.digits.2": ("one character differs", "相差一位"),
    "identity.level.digits.1": ("two characters differ", "相差两位"),
    "identity.level.name.4": ("sounds the same", "读音相同"),
    "identity.level.name.3": ("nearly the same spelling", "写法几乎相同"),
    "identity.level.name.2": ("sounds nearly the same", "读音相近"),
    "identity.level.name.1": ("similar spelling", "写法相似"),
    "identity.too_few": (
        "{records} records are too few to learn from how they agree (at least {least}); usual weights were taken.",
        "只有 {records} 条记录，少于 {least} 条，无法从数据中估计权重，采用了常用权重。",
    ),
}
