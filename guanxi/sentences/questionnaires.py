"""Sentences about surveys: their document, and answers that cannot be counted."""

SENTENCES = {
    "questionnaires.not_a_document": (
        "This is no survey: at {place}: {problem}. Export a survey to see the form.",
        "这不是一份问卷：{place} 处有误：{problem}。可先导出一份问卷查看格式。",
    ),
    "questionnaires.no_questions": (
        "The survey asks nothing yet. Add a question.",
        "问卷还没有问题，请先添加一个。",
    ),
    "questionnaires.too_many_questions": (
        "The survey has {count} questions; at most {most} can be asked. Split it.",
        "问卷有 {count} 个问题，最多 {most} 个，请拆分。",
    ),
    "questionnaires.key_twice": (
        "Two questions have the key {question}. Give each its own.",
        "有两个问题的代号都是 {question}，请分别命名。",
    ),
    "questionnaires.no_language": (
        "The survey has no language. Choose at least one.",
        "问卷没有选择语言，请至少选一种。",
    ),
    "questionnaires.empty_page": (
        "Page {page} has no question. Add one or remove the page.",
        "第 {page} 页没有问题，请添加问题或删除该页。",
    ),
    "questionnaires.untranslated": (
        "Something is not written in {missing} yet (question: {question}). Write it or take the language off.",
        "还有内容没有写成 {missing}（问题：{question}）。请补上，或取消这种语言。",
    ),
    "questionnaires.no_dimension": (
        "{question} does not say which dimension it is about. Choose one.",
        "{question} 没有指定维度，请选择。",
    ),
    "questionnaires.scale_and_options": (
        "{question} has a scale and options. Keep one of them.",
        "{question} 同时有量表和选项，请保留其一。",
    ),
    "questionnaires.too_few_options": (
        "{question} needs at least two options.",
        "{question} 至少要有两个选项。",
    ),
    "questionnaires.no_scale": (
        "{question} has neither a scale nor options. Give it one.",
        "{question} 既没有量表也没有选项，请补上其一。",
    ),
    "questionnaires.words_only": (
        "{question} asks for words and can have neither scale nor options.",
        "{question} 是文字题，不能有量表或选项。",
    ),
    "questionnaires.bad_scale": (
        "The scale of {question} goes from {low} to {high}. It needs at least two and at most 101 steps.",
        "{question} 的量表是 {low} 到 {high}，至少 2 级，最多 101 级。",
    ),
    "questionnaires.option_twice": (
        "Two options of {question} have the same key.",
        "{question} 有两个选项代号相同。",
    ),
    "questionnaires.condition_on_later": (
        "{question} is shown depending on {on}, which is not asked before it. Move it, or change the condition.",
        "{question} 的显示条件取决于 {on}，但 {on} 没有排在它前面。请调整顺序或条件。",
    ),
    "questionnaires.condition_without_number": (
        "The condition of {question} compares {on} with a number, and one of the two is none.",
        "{question} 的条件要把 {on} 与数字比较，但其中一方不是数字。",
    ),
    "questionnaires.condition_without_option": (
        "The condition of {question} names the option {option} of {on}, which is not there.",
        "{question} 的条件提到 {on} 的选项 {option}，但没有这个选项。",
    ),
    "questionnaires.not_asked": (
        "{question} was not asked here; its answer was not taken.",
        "{question} 在这里没有问到，回答未采用。",
    ),
    "questionnaires.too_long": (
        "The answer to {question} is too long: at most {most} characters.",
        "{question} 的回答太长，最多 {most} 个字。",
    ),
    "questionnaires.outside_scale": (
        "{given} is not between {low} and {high} ({question}); it was not counted.",
        "{question} 的回答 {given} 不在 {low} 到 {high} 之间，未计入。",
    ),
    "questionnaires.no_such_option": (
        "{question} has no option {given}, or allows only one.",
        "{question} 没有选项 {given}，或只能选一个。",
    ),
    "questionnaires.no_columns": (
        "{file} has no column named like a question of this survey. Its columns: {columns}. The questions: {questions}. Rename the columns, or take another survey.",
        "{file} 中没有与问卷问题同名的列。文件的列：{columns}；问卷的问题：{questions}。请改列名，或换一份问卷。",
    ),
    "questionnaires.refused": (
        "{count} answers to {question} were not counted: {problem}.",
        "{question} 有 {count} 个回答未计入：{problem}。",
    ),
    "questionnaires.unknown_columns": (
        "These columns are no question of the survey and were left out: {columns}.",
        "这些列不是问卷中的问题，未采用：{columns}。",
    ),
    "questionnaires.absent_questions": (
        "The file has no column for: {questions}.",
        "文件中没有这些问题的列：{questions}。",
    ),
    "questionnaires.no_day": (
        "The day of an answer cannot be read.",
        "无法识别回答的日期。",
    ),
    "questionnaires.no_such_column": (
        "{file} has no column “{column}”. Its columns: {columns}.",
        "{file} 中没有“{column}”这一列。文件的列：{columns}。",
    ),
    "questionnaires.no_day_given": (
        "Nothing says on which day {file} was answered. Give the day, or the column that holds it.",
        "没有说明 {file} 是哪天回答的。请给出日期，或指定日期所在的列。",
    ),
}
