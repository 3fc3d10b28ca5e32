"""Sentences of the turns room."""

SENTENCES = {
    "turns.already_running": (
        "A turn is under way since {since}. Wait until it is done, then start the next.",
        "已有一轮分析在进行（{since} 开始）。请等它结束后再开始下一轮。",
    ),
    "turns.nothing_known_yet": (
        "There is no data up to {as_of}; the first purchase is of {first_on}. Choose a later day.",
        "{as_of} 之前没有数据，最早的购买在 {first_on}。请选择更晚的日期。",
    ),
    "turns.in_the_future": (
        "The data end on {latest_on}, and {as_of} is more than {days} days after that. "
        "Choose an earlier day.",
        "数据截至 {latest_on}，而 {as_of} 晚了 {days} 天以上。请选择更早的日期。",
    ),
    "turns.settings_changed_meanwhile": (
        "Somebody else changed {setting} to {held} in the meantime, so {asked} was not saved. "
        "Open the settings again and decide anew.",
        "{setting} 刚被他人改为 {held}，因此没有保存 {asked}。请重新打开设置再决定。",
    ),
    "turns.unexpected": (
        "The turn stopped at “{step}” for a reason guanxi did not expect. "
        "What was published before is untouched. Start it again; "
        "if it stops again, the log has the details under {reference}.",
        "分析在“{step}”一步意外停止，此前已发布的内容不受影响。请重试；若再次停止，详情见日志 {reference}。",
    ),
    "turns.worker_lost": (
        "The worker that ran this turn has not been heard of since {beat_at}. "
        "Nothing half-done is shown; start it again.",
        "执行这轮分析的进程自 {beat_at} 起失去响应。未完成的内容不会显示，请重新开始。",
    ),
    "turn.no_store": (
        "There is no store of facts at {path}. Load data first, or name another place with --store.",
        "{path} 处没有数据仓库。请先导入数据，或用 --store 指定其他位置。",
    ),
    "turn.stopped": ("The turn could not be finished: {why}", "这轮分析未能完成：{why}"),
    "cli.help.turn": (
        "Run one turn: learn, publish, follow up, check.",
        "运行一轮分析：计算、发布、派发跟进、核对预测。",
    ),
    "cli.turn.as_of": (
        "The business date to stand on; by default the last day of the data.",
        "业务日期；默认为数据的最后一天。",
    ),
    "cli.turn.store": (
        "A store of facts to work on alone, without the application.",
        "只在这个数据仓库上运行，不涉及应用。",
    ),
    "cli.turn.json": ("Print what was done as JSON.", "以 JSON 输出结果。"),
    "cli.turn.published": (
        "Published {snapshot} as of {as_of} in {seconds} s: {opened} episodes opened, {closed} closed, "
        "{measured} measurements of earlier predictions.",
        "已发布 {snapshot}（截至 {as_of}，用时 {seconds} 秒）：新增预警 {opened} 条，结束 {closed} 条，"
        "核对此前预测 {measured} 项。",
    ),
    "cli.turn.same": (
        "{snapshot} as of {as_of} was there already: {opened} episodes opened, {closed} closed, "
        "{measured} measurements of earlier predictions, in {seconds} s.",
        "{snapshot}（截至 {as_of}）已经存在：新增预警 {opened} 条，结束 {closed} 条，"
        "核对此前预测 {measured} 项，用时 {seconds} 秒。",
    ),
    "cli.step.knowledge": ("Working out what the facts mean", "分析事实"),
    "cli.step.predictions": ("Keeping the predictions", "保存预测"),
    "cli.step.follow_ups": ("Opening and closing follow-ups", "更新跟进"),
    "cli.step.outcomes": ("Checking earlier predictions", "核对此前预测"),
    "cli.step.calls": ("Writing calls down as facts", "写入通话记录"),
    "cli.step.customers": ("Bringing in customers", "载入客户"),
    "cli.step.tasks": ("Giving out tasks", "派发任务"),
    "cli.step.summary": ("Summing up", "汇总"),
}
