"""Sentences of `guanxi backtest`."""

SENTENCES = {
    "cli.help.backtest": (
        "Would the forecasts have come true? Checks each model on earlier days and names the one to use.",
        "预测准不准？在过去的日子上检验每个模型，并给出该用哪一个。",
    ),
    "cli.backtest.file": (
        "The order list; without it, the installation's own facts.",
        "订单表；不写则用本系统自己的数据。",
    ),
    "cli.backtest.store": (
        "The store to work on; by default the installation's own.",
        "数据仓的位置；默认用本系统的数据仓。",
    ),
    "cli.backtest.as_of": (
        "The last day that counts; by default the day of the last purchase.",
        "截止日期（含当日）；默认为最后一次购买的日期。",
    ),
    "cli.backtest.origins": (
        "At most so many earlier days to forecast from.",
        "最多从多少个过去的日子出发做预测。",
    ),
    "cli.backtest.horizons": (
        "How many days ahead, for example 91,182; by default 91, 182 and 365 as far as the history allows.",
        "向前看多少天，例如 91,182；默认 91、182、365，视历史长度而定。",
    ),
    "cli.backtest.models": (
        "Which models, for example bg-nbd,pareto-nbd; by default all.",
        "检验哪些模型，例如 bg-nbd,pareto-nbd；默认全部。",
    ),
    "cli.backtest.found": (
        "As of {as_of}: {forecasts} forecasts, made on {origins}, looking {horizons} days ahead, of up to "
        "{customers} customers. Judged on {on_en}; figures are means over the forecasts.",
        "截至 {as_of}：{forecasts} 次预测，起点 {origins}，预测期 {horizons} 天，最多 {customers} 位客户。"
        "按{on_zh}评判；表中为各次预测的平均。",
    ),
    "cli.backtest.column.model": ("model", "模型"),
    "cli.backtest.column.error": ("error per customer", "每位客户误差"),
    "cli.backtest.column.to_naive": ("of naive rule's", "与简单规则之比"),
    "cli.backtest.column.off": ("off in sum", "总量偏差"),
    "cli.backtest.column.rank": ("rank corr.", "排序相关"),
    "cli.backtest.column.best": ("best 20 % found", "找到的前 20%"),
    "cli.backtest.column.inside": ("in 90 % range", "落在 90% 区间"),
    "cli.backtest.not_eligible": ("(not eligible)", "（不采用）"),
    "cli.step.backtest": ("Fitting on earlier days, checking what came", "在过去的日子上拟合并检验"),
    "backtest.no_store": (
        "There is no store of facts at {path}. Name an order list, a store with --store, or load the demo: "
        "guanxi demo-data.",
        "{path} 没有数据仓。请给出订单表，或用 --store 指定数据仓，或先载入演示数据：guanxi demo-data。",
    ),
}
