"""Sentences of `guanxi texts`."""

SENTENCES = {
    "cli.help.texts": (
        "What customers write: themes, and how satisfied they are or sound.",
        "客户写了什么：主题，以及是否满意。",
    ),
    "cli.texts.file": (
        "A table with a text per row; without it, the answers in the store.",
        "每行一条文字的表格；不填则用数据仓中的回答。",
    ),
    "cli.texts.text": ("The column with the texts.", "文字所在的列。"),
    "cli.texts.score": ("The column with the scores, if there is one.", "评分所在的列（可没有）。"),
    "cli.texts.scale": ("The lowest and highest score that could be given.", "可给的最低分和最高分。"),
    "cli.texts.not_a_scale": (
        "--scale {asked} is no scale. Write the lowest and the highest score, such as 1-5.",
        "--scale {asked} 不是量表，请写最低分和最高分，例如 1-5。",
    ),
    "cli.texts.none": (
        "There is no text to read. Import answers with comments first, or name a file and its column with --text.",
        "没有可读的文字。请先导入带意见的回答，或指定文件并用 --text 指明列。",
    ),
    "cli.texts.read": (
        "{texts} texts, {scored} of them with a score.",
        "共 {texts} 条文字，其中 {scored} 条有评分。",
    ),
    "cli.texts.off_scale": (
        "{n} scores do not lie on the scale and count as not given; see --scale.",
        "有 {n} 个评分不在量表范围内，按未打分处理；可用 --scale 指定量表。",
    ),
    "cli.texts.theme": ("{n:>6}  {share:>4}  {words}", "{n:>6} 条 {share:>4}  {words}"),
    "cli.texts.without": ("{n} texts speak of no theme clearly.", "{n} 条没有明确的主题。"),
    "cli.texts.moods": (
        "Satisfied {satisfied}, dissatisfied {dissatisfied}, neither {neither}, not clear {unclear}, not judged "
        "{unjudged}. Where a score was given, the score counts.",
        "满意 {satisfied}，不满意 {dissatisfied}，中间 {neither}，不明确 {unclear}，未判断 {unjudged}。有评分的以评分为准。",
    ),
    "cli.texts.errors": (
        "Judged by its words alone, a text is called the wrong side in {wrong} and not clear in {unclear}; measured "
        "on your own scored texts.",
        "只按文字判断时，判错 {wrong}，不明确 {unclear}；用你自己带评分的文字实测。",
    ),
}
