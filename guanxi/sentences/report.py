"""What the report says around its pictures."""

SENTENCES = {
    "report.of": ("{source} · as of {day}", "{source} · 截至 {day}"),
    "report.finding_late": (
        "{n} of {customers} customers, worth {money} a year, are late",
        "{customers} 位客户中有 {n} 位晚了，一年关系到 {money}",
    ),
    "report.finding_on_time": (
        "None of {customers} customers is late against the own rhythm",
        "{customers} 位客户都没有晚于自己的节奏",
    ),
    "report.customers": ("Customers", "客户数"),
    "report.equity": ("Customer equity", "客户资产"),
    "report.quality": (
        "{rows} rows from {first} to {last}; {aside} of them ({share}) could not be used and were set aside.",
        "共 {rows} 行，{first} 至 {last}；其中 {aside} 行（{share}）无法使用，已单独放出。",
    ),
    "report.synthetic": (
        "These data are synthetic: made by a program, to try guanxi out. They are about nobody.",
        "这些是合成数据：由程序生成，仅供试用，不涉及任何真实客户。",
    ),
    "report.pictures_missing": (
        "The pictures are not drawn because the front end is not built (make setup builds it). Their tables are all here.",
        "前端尚未构建（make setup 可构建），因此没有画图；图中的数据都在表格里。",
    ),
    "report.as_table": ("As a table", "查看表格"),
    "report.call_first": ("Whom to call first", "先联系谁"),
    "report.call_first_how": (
        "The {n} late customers with most at stake. Ticks are purchase days, the ruler is the usual cycle, "
        "the thick mark is the as-of date.",
        "最值得先联系的 {n} 位。竖线是购买日，色条是通常的周期，粗线是截止日期。",
    ),
    "report.rhythm": ("Purchases, 12 months", "近12个月的购买"),
    "report.forecast": ("What may come, and how far to believe it", "未来会怎样，能信几分"),
    "report.expected": (
        "These customers are expected to bring {money} over the next 12 months. It is a forecast, not a fact: "
        "below is how the same models did on the last 91 days, which were held out.",
        "预计这些客户未来 12 个月会带来 {money}。这是预测，不是事实：下图把最近 91 天留出来，看同样的模型当时预测得怎样。",
    ),
    "report.no_back_test": (
        "No forecast is shown: history is too short, or too little is bought again, to check a model on its own past.",
        "这里不给出预测：历史太短，或回购太少，无法用过去检验模型。",
    ),
    "report.beats_naive": (
        "In {forecasts} forecasts from earlier days its error per customer in {on_en} was {ratio} % of that of the "
        "best naive rule ({naive_en}): clearly less.",
        "从过去的日子出发的 {forecasts} 次预测中，它对每位客户{on_zh}的误差为最佳简单规则（{naive_zh}）的 {ratio}%，明显更小。",
    ),
    "report.as_good_as_naive": (
        "In {forecasts} forecasts from earlier days its error per customer in {on_en} was {ratio} % of that of the "
        "best naive rule ({naive_en}): no clear difference. For how much will come, the rule does as well.",
        "从过去的日子出发的 {forecasts} 次预测中，它对每位客户{on_zh}的误差为最佳简单规则（{naive_zh}）的 {ratio}%，"
        "差别不明显：估计金额时，规则同样好用。",
    ),
    "report.worse_than_naive": (
        "In {forecasts} forecasts from earlier days its error per customer in {on_en} was {ratio} % of that of the "
        "best naive rule ({naive_en}): clearly more. For how much will come, take the rule.",
        "从过去的日子出发的 {forecasts} 次预测中，它对每位客户{on_zh}的误差为最佳简单规则（{naive_zh}）的 {ratio}%，"
        "明显更大：估计金额时，请用规则。",
    ),
    "report.no_model": (
        "From some of the earlier days that it was tried on, the same model gave no honest answer. Lean on it lightly.",
        "在尝试过的某些过去的日子，同一个模型给不出可信的答案，请谨慎参考。",
    ),
    "report.methods": ("Methods and caveats", "方法与说明"),
    "report.word": ("Word", "词"),
    "report.meaning": ("What it is", "含义"),
    "report.formula": ("Formula", "公式"),
    "report.models": ("Models", "模型"),
    "report.caveats": ("To keep in mind", "请留意"),
    "report.caveat_prediction": (
        "A lifetime value is what is expected on average; single customers differ widely, see their interval.",
        "终身价值是平均意义上的预期，单个客户差别很大，请看区间。",
    ),
    "report.caveat_transactional": (
        "Of {of} customers {n} said what they feel. The loyalty of the others is how they buy.",
        "{of} 位客户中有 {n} 位回答过感受；其余客户的忠诚度只看购买行为。",
    ),
}
