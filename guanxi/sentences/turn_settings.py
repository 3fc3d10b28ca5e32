"""Sentences of a turn's settings."""

SENTENCES = {
    "turn_settings.unreadable": (
        "The turn's settings in {path} cannot be used: {where}: {why}. Mend or remove the file, then run the turn again.",
        "{path} 中的分析设置无法使用：{where}：{why}。请改正或删除该文件后再运行。",
    ),
}
