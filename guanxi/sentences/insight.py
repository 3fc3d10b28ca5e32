"""Sentences about what is known and how it is looked at."""

SENTENCES = {
    "insight.view_without_name": (
        "A view needs a name to be found again. Type one and save.",
        "视图需要一个名字才好再找到，请填写后保存。",
    ),
    "insight.unreadable_place": (
        "The address of this page of the list is damaged. Start from the first page.",
        "列表页的地址不完整，请从第一页重新开始。",
    ),
    "insight.unreadable_filters": (
        "These filters could not be read: {filters}. Mend them, then export.",
        "以下筛选条件无法识别：{filters}。请改正后再导出。",
    ),
}
