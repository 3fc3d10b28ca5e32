"""Sentences of the error tree itself."""

SENTENCES = {
    "guanxi.error": (
        "Something went wrong that guanxi has no better words for.",
        "出现了一个无法归类的问题。",
    ),
    "input.bad": ("This input cannot be used as it is.", "输入的内容无法直接使用。"),
    "sources.unusable": ("This source cannot be read.", "这个数据来源无法读取。"),
    "settings.unusable": ("This setting cannot be used.", "这项设置无法使用。"),
    "guanxi.not_found": ("There is no {what} with the name {name}.", "没有名为 {name} 的{what}。"),
    "guanxi.not_allowed": ("Your role does not allow this: {what}.", "你的角色没有这项权限：{what}。"),
    "guanxi.conflict": (
        "Somebody changed this first. Load it again and repeat your change.",
        "已有人先作了修改，请重新载入后再试。",
    ),
    "models.no_answer": ("The model has no answer for these data.", "模型无法从这些数据得出结论。"),
}
