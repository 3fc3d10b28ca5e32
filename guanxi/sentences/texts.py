"""Sentences about what people wrote."""

SENTENCES = {
    "texts.too_few": (
        "{texts} texts with words are too few for themes: they are looked for from {least} on. Read them one by one.",
        "有内容的文字只有 {texts} 条，不足以归纳主题（至少 {least} 条），请逐条阅读。",
    ),
    "texts.too_few_scored": (
        "To judge how satisfied a text sounds, {least} scored texts of each side are needed; there are {satisfied} of "
        "satisfied and {dissatisfied} of dissatisfied customers. No text is judged.",
        "要判断文字的满意程度，满意与不满意的带评分文字各需 {least} 条；目前满意 {satisfied} 条、不满意 {dissatisfied} 条，因此不作判断。",
    ),
    "texts.unexpected": (
        "The texts could not be read ({reference}). What was read before still stands; the log of the server says why.",
        "未能读取这些文字（{reference}）。此前的结果仍然有效；原因见服务器日志。",
    ),
    "texts.reading_lost": (
        "The reading of the texts was given to a worker that is gone. Read them anew.",
        "负责读取文字的后台进程已不在，请重新读取。",
    ),
}
