"""Sentences of the turn."""

SENTENCES = {
    "loop.no_purchases": (
        "There are no purchases in this store yet. Load some first, then run a turn.",
        "数据仓库里还没有购买记录。请先导入数据，再运行分析。",
    ),
}
