"""Sentences of the experience room: what a round of the seven steps refuses."""

SENTENCES = {
    "rounds.without_name": (
        "A round needs a name, such as 2026 Q4. Type one.",
        "每一轮都要有名字，例如 2026 Q4。请填写。",
    ),
    "rounds.ends_too_soon": (
        "The round ends on {ends_on}, before it begins on {starts_on}. Choose a later end.",
        "本轮结束于 {ends_on}，早于开始日 {starts_on}。请选择更晚的结束日。",
    ),
    "rounds.closed": (
        "“{name}” is closed, so that it stays comparable. Open it again to change it.",
        "“{name}”已结束，以便日后比较。如需修改，请先重新打开。",
    ),
    "rounds.rejected_without_reason": (
        "“{text}” was rejected without a reason. Write why, then close the round.",
        "需求“{text}”被否决，但没有写理由。请补上理由，再结束本轮。",
    ),
    "rounds.changed_meanwhile": (
        "Somebody changed this in the meantime: it says “{now}” now. Type yours again to replace it.",
        "刚才有人改过这里，现在是“{now}”。如仍要用你的内容，请再填一次。",
    ),
    "rounds.nothing_to_take_back": (
        "There is nothing of yours to take back in this round.",
        "你在本轮没有可以撤销的修改。",
    ),
    "rounds.too_many": (
        "A round holds {most} of these at most. Take one out first.",
        "每一轮最多 {most} 项。请先移除一项。",
    ),
    "rounds.dimension_twice": (
        "“{name}” is in this round already. Choose another name.",
        "本轮已有“{name}”。请换个名字。",
    ),
    "rounds.no_answers": (
        "From {starts_on} to {ends_on} nobody answered a question with a score. "
        "Type the scores in, or change the days of the round.",
        "{starts_on} 至 {ends_on} 期间没有带评分的回答。可以手工填写评分，或修改本轮的日期。",
    ),
    "rounds.no_chinese_font": (
        "The PDF has Chinese characters and this machine no font for them; tried: {tried}. Install fonts-noto-cjk, or "
        "print the page from the browser.",
        "PDF 中有汉字，但本机没有中文字体；已尝试：{tried}。请安装 fonts-noto-cjk，或在浏览器中打印页面。",
    ),
    "rounds.nothing_to_explain": (
        "There is no such number to explain: {what}. Open it from its page.",
        "没有这个数可解释：{what}。请从页面上点开。",
    ),
    "rounds.not_on_scale": (
        "“{given}” is no score from 0 to 10.",
        "“{given}”不是 0 到 10 的评分。",
    ),
    "rounds.not_a_number": (
        "“{given}” is no number. Write 1234.5 or 1,234.5.",
        "“{given}”不是数字。请写成 1234.5 或 1,234.5。",
    ),
    "rounds.not_a_day": (
        "“{given}” is no date. Write 2026-11-30.",
        "“{given}”不是日期。请写成 2026-11-30。",
    ),
    "rounds.not_a_choice": (
        "“{given}” cannot be chosen here.",
        "这里不能选择“{given}”。",
    ),
    "rounds.name_missing": (
        "It needs a name.",
        "需要一个名字。",
    ),
}
