"""What pictures say: titles that state the finding, and how to read them."""

SENTENCES = {
    "pictures.customers": ("Customers", "客户数"),
    "pictures.of_customers": ("Share of customers", "客户占比"),
    "pictures.of_money": ("Share of the money", "金额占比"),
    "pictures.revenue.title": (
        "{share} of gross revenue is taken off again; {net} stays",
        "毛收入中有 {share} 被冲减，净收入 {net}",
    ),
    "pictures.revenue.summary": (
        "{lines} lines, each in exactly one step; the table has every decimal.",
        "共 {lines} 条明细，每条只计入一步；表格保留全部小数。",
    ),
    "pictures.revenue.gross": ("Gross revenue", "毛收入"),
    "pictures.revenue.net": ("Net revenue", "净收入"),
    "pictures.revenue.step": ("Step", "步骤"),
    "pictures.revenue.lines": ("Lines", "明细数"),
    "pictures.revenue.nowhere": ("{kind} (counts nowhere)", "{kind}（不计入收入）"),
    "pictures.classes.title": (
        "{name}: {n} customers bring {money} of the money",
        "{name}：{n} 位客户贡献了 {money} 的金额",
    ),
    "pictures.classes.summary": (
        "{measure} by {column}. Every customer is in exactly one class.",
        "按{column}统计的{measure}；每位客户只属于一类。",
    ),
    "pictures.whale.title": (
        "{customers} of customers bring {money} of the money",
        "{customers} 的客户带来了 {money} 的金额",
    ),
    "pictures.whale.summary": (
        "Customers from the best on, and what they bring together ({measure}): {n} of {everybody} are enough "
        "for {money}. Above 100% where some customers cost more than they bring.",
        "从贡献最大的客户开始累加（{measure}）：{everybody} 位客户中，{n} 位就贡献了 {money}。"
        "若有客户带来亏损，曲线会高过 100%。",
    ),
    "pictures.pyramid.title": (
        "The top tier, {tier}, brings {money} of the money from {n} customers",
        "最高层“{tier}”只有 {n} 位客户，带来了 {money} 的金额",
    ),
    "pictures.pyramid.summary": (
        "Width: how many customers. Label: {measure}.",
        "宽度表示客户数，标注为{measure}。",
    ),
    "pictures.value_map.title": (
        "{a} customers are loyal and valuable; {b} are valuable but not loyal",
        "{a} 位客户忠诚又有价值；{b} 位有价值但不够忠诚",
    ),
    "pictures.value_map.summary": (
        "{n} customers. The dashed lines are the cuts: right of one is valuable, above the other is loyal.",
        "共 {n} 位客户。虚线是分界：右边价值高，上边忠诚高。",
    ),
    "pictures.rfm_map.title": (
        "{segment}: {customers} customers bring {money} of the money",
        "{segment}：{customers} 位客户带来了 {money} 的金额",
    ),
    "pictures.rfm_map.title_plain": (
        "How recently and how often customers buy",
        "客户最近一次购买与购买频率",
    ),
    "pictures.rfm_map.summary": (
        "Recency and frequency, each scored 1 to {n}, {n} best. Area: customers. Shade: {measure} per customer.",
        "新近与频率各打 1–{n} 分，{n} 分最好。面积是客户数，颜色深浅是人均{measure}。",
    ),
    "pictures.late.title": (
        "{n} customers worth {money} a year are late",
        "{n} 位客户晚了，一年关系到 {money}",
    ),
    "pictures.late.summary": (
        "Late against their own rhythm. Watch: later than usual. Act now: so late that somebody is to call.",
        "与客户自己的节奏相比。关注：比平时晚；立即处理：晚到需要有人联系。",
    ),
    "pictures.moved.title": (
        "{moved} of {n} customers changed place",
        "{n} 位客户中有 {moved} 位变了位置",
    ),
    "pictures.moved.summary": (
        "{measure}, {left} against {right}. The widest bands; the rest is summed.",
        "{measure}：{left} 与 {right} 对比。只画最宽的几条，其余合并。",
    ),
    "pictures.moved.appeared": ("not there yet", "尚未出现"),
    "pictures.moved.disappeared": ("no longer there", "不再出现"),
    "pictures.moved.unknown": ("unknown", "未知"),
    "pictures.moved.rest": ("all others", "其余"),
    "pictures.equity.title_grew": (
        "Customer equity grew by {money}; the largest part: {most}",
        "客户资产增加了 {money}，变化最大的部分：{most}",
    ),
    "pictures.equity.title_fell": (
        "Customer equity fell by {money}; the largest part: {most}",
        "客户资产减少了 {money}，变化最大的部分：{most}",
    ),
    "pictures.equity.title_stayed": ("Customer equity stayed as it was", "客户资产没有变化"),
    "pictures.equity.summary": (
        "The sum of all lifetime values on {left} and on {right}, and what lies between.",
        "{left} 与 {right} 的客户终身价值总和，以及其间的变化。",
    ),
    "pictures.equity.part": ("Part", "部分"),
    "pictures.equity.new": ("new customers", "新客户"),
    "pictures.equity.grown": ("grown", "价值上升"),
    "pictures.equity.shrunk": ("shrunk", "价值下降"),
    "pictures.equity.lost": ("lost", "流失"),
    "pictures.calibration.title_purchases": (
        "{days} days ago we expected {predicted} purchase days; {happened} came",
        "{days} 天前预计会有 {predicted} 个购买日，实际 {happened} 个",
    ),
    "pictures.calibration.title_spend": (
        "{days} days ago we expected {predicted}; {happened} came",
        "{days} 天前预计 {predicted}，实际 {happened}",
    ),
    "pictures.calibration.summary": (
        "{n} customers in tenths by what was expected of them. On the dashed line the prediction was right.",
        "把 {n} 位客户按预计值分成十组。落在虚线上，就是预测准确。",
    ),
    "pictures.calibration.decile": ("Tenth", "十分位"),
    "pictures.calibration.predicted": ("Expected", "预计"),
    "pictures.calibration.happened": ("Happened", "实际"),
}
