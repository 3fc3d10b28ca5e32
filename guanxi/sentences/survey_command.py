"""Sentences of `guanxi survey`."""

SENTENCES = {
    "cli.help.survey": (
        "Check a survey, see those to start from, take answers in.",
        "检查问卷、查看现成问卷、导入回答。",
    ),
    "cli.survey.check": (
        "What would go wrong if a survey were asked as it stands.",
        "检查问卷现在发布会有什么问题。",
    ),
    "cli.survey.template": (
        "The surveys that come with guanxi, or the JSON of one of them.",
        "列出自带的问卷，或输出其中一份的 JSON。",
    ),
    "cli.survey.import": (
        "Take in answers: a row per questionnaire, a column per question.",
        "导入回答：每份问卷一行，每个问题一列。",
    ),
    "cli.survey.file": (
        "The survey: the name of one that comes with guanxi, or a JSON file.",
        "问卷：自带问卷的名称，或 JSON 文件。",
    ),
    "cli.survey.name": ("Which one; all are listed without it.", "哪一份；不填则全部列出。"),
    "cli.survey.answers": ("A CSV or XLSX file of answers.", "回答文件（CSV 或 XLSX）。"),
    "cli.survey.id": (
        "What the survey is called in the facts; the same one every round.",
        "问卷在事实中的代号；每一轮都用同一个。",
    ),
    "cli.survey.version": ("Which version of it was answered.", "回答的是第几版。"),
    "cli.survey.on": ("The day it was answered, for all rows.", "所有行的回答日期。"),
    "cli.survey.customer": (
        "The column of the customer's id; without it they are answers of nobody.",
        "客户编号所在的列；不填则回答不属于任何客户。",
    ),
    "cli.survey.day": ("The column of the day it was answered.", "回答日期所在的列。"),
    "cli.survey.line": (
        "{title}: {questions} questions on {pages} pages, about {seconds} seconds to answer.",
        "{title}：{questions} 题，{pages} 页，约 {seconds} 秒答完。",
    ),
    "cli.survey.not_ready": (
        "{file} cannot be asked as it stands; problems: {count}.",
        "{file} 现在不能发布，有 {count} 个问题。",
    ),
    "cli.survey.bad_id": (
        "“{asked}” cannot be the id or version of a survey: an id has 1 to 60 characters, versions count from 1.",
        "“{asked}”不能作为问卷代号或版本：代号为 1 到 60 个字符，版本从 1 开始。",
    ),
    "cli.survey.too_large": (
        "{file} is larger than {most} kB, which no survey is.",
        "{file} 超过 {most} kB，不像是一份问卷。",
    ),
    "cli.survey.done": (
        "{responses} questionnaires with {answers} answers: {inserted} new, {updated} changed, {unchanged} known.",
        "{responses} 份问卷，{answers} 个回答：新增 {inserted}，更新 {updated}，已有 {unchanged}。",
    ),
    "cli.survey.known": (
        "This file was taken in on {at} already, in the same way; nothing changed. To take it back: guanxi undo {change}",
        "这个文件已在 {at} 以同样方式导入过，没有变化。要撤销：guanxi undo {change}",
    ),
}
