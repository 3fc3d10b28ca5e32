"""Sentences about life stages."""

SENTENCES = {
    "life_stages.impossible_stage": (
        "Stage {stage}, {column}: {given} is not possible; it must be {allowed}.",
        "阶段 {stage} 的 {column} 为 {given}，不成立，应为 {allowed}。",
    ),
    "life_stages.impossible_schedule": (
        "The schedule of stages cannot be used: {why_en}.",
        "阶段表不可用：{why_zh}。",
    ),
    "life_stages.unknown_stage": (
        "There is no stage called {asked}. The stages are: {known}.",
        "没有名为 {asked} 的阶段。现有阶段：{known}。",
    ),
    "life_stages.not_said": (
        "When {stage} comes depends on the customer's {needed}, which was not given (--age, or --stage NAME,YEARS).",
        "{stage} 何时到来取决于客户的 {needed}，但没有给出（--age，或 --stage 阶段,年数）。",
    ),
}
