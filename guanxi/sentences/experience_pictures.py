"""What the pictures of experience say."""

SENTENCES = {
    "pictures.importance.title": (
        "Mend {name} first: importance {importance} × satisfaction {satisfaction} = {key}",
        "先改进{name}：重要性 {importance} × 满意度 {satisfaction} = {key}",
    ),
    "pictures.importance.not_shown": (
        "Nothing is shown to fall short: the lowest, {name} ({satisfaction}), may still be what customers expect",
        "没有哪一项确实不足：最低的{name}（{satisfaction}）仍可能符合客户的期望",
    ),
    "pictures.importance.none": (
        "Nothing that was asked falls short of what customers expect",
        "所问各项都没有低于客户的期望",
    ),
    "pictures.importance.summary": (
        "Right of the line matters more than the mean importance of {cut}; below 0 falls short of what is expected. "
        "Known of {n} of {of} dimensions.",
        "竖线右侧比平均重要性（{cut}）更重要；0 以下低于期望。{of} 个维度中有 {n} 个已知。",
    ),
    "pictures.importance.x": ("Importance (0–10)", "重要性（0–10）"),
    "pictures.importance.y": ("Satisfaction", "满意度"),
    "pictures.importance.product": ("Key experience", "关键体验"),
    "pictures.importance.dimension": ("Dimension", "维度"),
    "pictures.importance.mend": ("Mend first", "优先改进"),
    "pictures.importance.keep": ("Keep it up", "继续保持"),
    "pictures.importance.later": ("Mend later", "稍后改进"),
    "pictures.importance.spare": ("Enough", "已经足够"),
    "pictures.dumbbells.title": (
        "{name} is {satisfaction} below what is expected and {gap} below our ideal",
        "{name}比期望低 {satisfaction}，比理想低 {gap}",
    ),
    "pictures.dumbbells.title_gap": ("{name} is {gap} below our ideal", "{name}比理想低 {gap}"),
    "pictures.dumbbells.title_below": (
        "{name} is {satisfaction} below what is expected",
        "{name}比期望低 {satisfaction}",
    ),
    "pictures.dumbbells.title_met": (
        "Everything that was asked meets what is expected",
        "所问各项都达到了期望",
    ),
    "pictures.dumbbells.title_unknown": (
        "How it is now; what is expected is not known yet",
        "现在的体验；期望尚未询问",
    ),
    "pictures.dumbbells.summary": (
        "● experience, ◇ expectation, ▮ ideal, all from 0 to 10. Between experience and expectation the bar is orange "
        "where it falls short and teal where it exceeds; no bar means that it is met, or was not asked.",
        "● 体验，◇ 期望，▮ 理想，均为 0 到 10。体验与期望之间：低于期望为橙色，超出为青色；没有横条表示刚好达到，或没有询问。",
    ),
    "pictures.dumbbells.experience": ("Experience", "体验"),
    "pictures.dumbbells.expectation": ("Expectation", "期望"),
    "pictures.dumbbells.ideal": ("Ideal", "理想"),
    "pictures.dumbbells.gap": ("Gap", "差距"),
    "pictures.drift.title_up": (
        "Customers expect more of {name}: {before} in {since}, {now} now",
        "客户对{name}的期望升高：{since} 为 {before}，现在为 {now}",
    ),
    "pictures.drift.title_down": (
        "Customers expect less of {name}: {before} in {since}, {now} now",
        "客户对{name}的期望降低：{since} 为 {before}，现在为 {now}",
    ),
    "pictures.drift.title_same": (
        "Expectations are the same as in {since}",
        "期望与 {since} 相同",
    ),
    "pictures.drift.summary": (
        "Expectation by round, from 0 to 10, over {n} rounds. Expectations usually rise: what delights today is "
        "taken for granted tomorrow.",
        "{n} 轮的期望（0 到 10）。期望通常越来越高：今天的惊喜，明天就是理所当然。",
    ),
    "pictures.said.at_risk": (
        "{n} customers fall short of what they expect; they are worth {money}",
        "{n} 位客户的体验低于期望，他们的终身价值合计 {money}",
    ),
    "pictures.said.at_risk_one": (
        "{n} customer falls short of what they expect, worth {money}",
        "{n} 位客户的体验低于期望，终身价值 {money}",
    ),
    "pictures.said.at_risk_summary": (
        "Lifetime value of the customers whose last experience is below their last expectation, of {of} who said "
        "both. One customer may stand in several lines; the title counts each once.",
        "最近体验低于最近期望的客户的终身价值；两项都回答过的客户共 {of} 位。同一客户可能出现在多行，标题中每位只计一次。",
    ),
    "pictures.said.answered": ("Answered", "已作答"),
    "pictures.said.at_risk_lines": ("The lines are 90% ranges.", "横线为 90% 区间。"),
    "pictures.said.range": ("90% range", "90% 区间"),
    "pictures.said.dissatisfied": ("Dissatisfied", "不满意"),
    "pictures.said.apart": (
        "{measure} is highest among {best} ({high}), lowest among {worst} ({low})",
        "{measure}：{best}最高（{high}），{worst}最低（{low}）",
    ),
    "pictures.said.alike": (
        "{measure}: no clear difference between {best} ({high}) and {worst} ({low})",
        "{measure}：{best}（{high}）与{worst}（{low}）没有明显差别",
    ),
    "pictures.said.by_class_summary": (
        "Mean of the latest answers with its 95 % interval; {n} customers answered. Classes with fewer than five "
        "answers are in the table below only.",
        "最近回答的平均值及 95% 区间；{n} 位客户作答。作答不足五人的类别只列在下表中。",
    ),
}
