"""Sentences of the engines room."""

SENTENCES = {
    "engines.unknown": (
        "There is no engine called {asked}. Choose one of: {known}.",
        "没有名为 {asked} 的计算引擎，可选：{known}。",
    ),
}
