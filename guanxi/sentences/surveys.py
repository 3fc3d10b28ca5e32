"""Sentences of the surveys room."""

SENTENCES = {
    "surveys.draft_changed_meanwhile": (
        "{who} changed this survey in the meantime. What you typed is still here: save it over theirs, or load "
        "the survey anew.",
        "{who}刚刚修改了这份问卷。你填的内容还在：可以用你的覆盖，或重新载入问卷。",
    ),
    "surveys.no_draft": (
        "“{survey}” has no draft. What was opened never changes; begin a new draft to change the survey.",
        "“{survey}”没有草稿。已发布的版本不会再变；要修改，请新建草稿。",
    ),
    "surveys.nothing_to_undo": (
        "There is no change to undo or to do again.",
        "没有可撤销或重做的修改。",
    ),
    "surveys.not_opened": (
        "“{survey}” is not open, so there is nothing to close or to answer.",
        "“{survey}”没有在收集回答，无法停止或作答。",
    ),
    "surveys.opened_before": (
        "“{survey}” was opened, so it stays with its answers. Only a survey that was never opened can be deleted.",
        "“{survey}”已经发布过，要和回答一起保留。只有从未发布的问卷可以删除。",
    ),
    "surveys.not_ready": (
        "The survey cannot be opened yet. Problems: {count}. The first: {why}",
        "问卷还不能发布，有 {count} 个问题。第一个：{why}",
    ),
    "surveys.bad_key": (
        "“{key}” cannot be a survey's name in the data. Use small letters, digits and hyphens, at most 60.",
        "“{key}”不能作为问卷在数据中的代号。请用小写字母、数字和连字符，最多 60 个。",
    ),
    "surveys.key_taken": (
        "There is a survey called “{key}” in the data already. Choose another name.",
        "数据中已有代号为“{key}”的问卷，请换一个。",
    ),
    "surveys.too_large": (
        "This file is larger than {most} kB, which no survey is. Nothing was changed.",
        "文件超过 {most} kB，不像是一份问卷。没有任何改动。",
    ),
    "surveys.bad_form": (
        "What was typed cannot be used: {place}: {problem}. Nothing you typed is lost.",
        "填写的内容无法使用：{place}：{problem}。你填的内容还在。",
    ),
}
