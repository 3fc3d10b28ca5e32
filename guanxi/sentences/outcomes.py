"""Sentences of the outcomes room."""

SENTENCES = {
    "outcomes.impossible_share": (
        "A share of {asked} cannot be left alone. Choose a number from 0 to 1.",
        "对照组占比不能是 {asked}，请在 0 到 1 之间选择。",
    ),
    "outcomes.unmeasured_horizon": (
        "Nothing is predicted for {asked} days ahead. Predictions look ahead: {known} days.",
        "没有对未来 {asked} 天的预测。可选的预测期：{known} 天。",
    ),
    "outcomes.impossible_window": (
        "A window of {asked} days cannot be looked at. Choose 1 day or more.",
        "无法按 {asked} 天统计，请选择 1 天或更长。",
    ),
    "outcomes.unknown_arm": (
        "Episodes are either followed up or left alone; {rows} of them say something else: {found}.",
        "预警事件只分跟进组与对照组，但有 {rows} 条标为其他组别：{found}。",
    ),
}
