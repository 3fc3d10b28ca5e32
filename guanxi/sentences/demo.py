"""Sentences of the demo and its data."""

SENTENCES = {
    "cli.help.demo-data": (
        "Load the facts of a demo firm: a grocer's year published for teaching, or a synthetic chemicals trader.",
        "导入演示数据：一家超市的一年（公开的教学数据），或一家虚构的化工贸易商。",
    ),
    "cli.demo_data.firm": (
        "grocer: the Complete Journey year; trader: the synthetic trader, whose truth is known.",
        "grocer：Complete Journey 超市的一年；trader：虚构的化工贸易商（真实情况已知）。",
    ),
    "cli.demo_data.store": (
        "The folder of the store; by default the application's own.",
        "数据仓目录；默认为应用自己的目录。",
    ),
    "cli.step.products": ("Loading products", "导入商品"),
    "cli.step.contacts": ("Loading calls", "导入联系记录"),
    "cli.step.exposures": ("Loading campaigns", "导入营销活动"),
    "cli.step.redemptions": ("Loading coupons", "导入优惠券核销"),
    "cli.step.purchases": ("Loading order lines", "导入订单明细"),
    "cli.step.done": ("Done", "完成"),
    "cli.help.demo": (
        "Load a demo firm, run its turns, and serve the application.",
        "载入演示企业，完成各期分析，并启动应用。",
    ),
    "cli.demo.manager": ("Manager", "经理"),
    "cli.demo.analyst": ("Analyst", "分析师"),
    "cli.demo.backtest": ("Back-testing the models of buying on the past", "用过去的数据回测购买模型"),
    "cli.demo.warnings": ("Comparing the rules of warning on the past", "用过去的数据比较预警规则"),
    "cli.demo.turn": ("Turn {number} of {count}, as of {day}", "第 {number}/{count} 期分析，截至 {day}"),
    "cli.demo.ready": (
        "\n  guanxi is at {address} (Ctrl-C stops it)\n"
        "  Sign in as manager, analyst or {rep}; the password is {password}\n",
        "\n  guanxi 已启动：{address}（按 Ctrl-C 停止）\n"
        "  可用账号：manager、analyst、{rep}，密码均为 {password}\n",
    ),
    "demo.turn_failed": (
        "The turn as of {day} could not be finished: {why}",
        "截至 {day} 的分析未能完成：{why}",
    ),
}
