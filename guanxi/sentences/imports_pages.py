"""Sentences of the pages of imports."""

SENTENCES = {
    "imports.nothing_asked": (
        "Nothing was named to import from. Say a folder, an address, or a database with its table.",
        "没有写明从哪里导入。请写明文件夹、地址，或数据库及其表。",
    ),
    "imports.folder_not_allowed": (
        "{asked} is not below a folder that may be imported from, or leads out of it. Allowed are: {known}.",
        "{asked} 不在允许导入的文件夹之内，或指向了外面。允许的有：{known}。",
    ),
    "imports.bucket_not_allowed": (
        "{asked} is not in an object storage that may be imported from. Addresses begin with: {known}.",
        "{asked} 不在允许导入的对象存储之内。地址须以这些开头：{known}。",
    ),
    "imports.database_not_known": (
        "There is no database {asked} that may be imported from. Known are: {known}.",
        "没有可导入的数据库 {asked}。已配置的有：{known}。",
    ),
    "imports.table_or_query": (
        "Name a table, or write one SELECT; not both.",
        "请写一个表名，或一条 SELECT 语句，二者选一。",
    ),
    "imports.no_file": (
        "No file was given. Choose one or several, then go on.",
        "没有选择文件。请选择一个或多个文件后继续。",
    ),
    "imports.too_large": (
        "{file} has {mb} MB; a browser may give {most} MB. Larger files: guanxi import FILE, on the machine "
        "that holds the store.",
        "{file} 大小为 {mb} MB，浏览器最多可上传 {most} MB。更大的文件请在存储所在机器上执行 guanxi import 文件。",
    ),
    "imports.same_names": (
        "Two of the files are called {file}. Give one of them another name.",
        "有两个文件都叫 {file}，请给其中一个改名。",
    ),
    "imports.not_a_draft": (
        "This import was started already, at {at}. Nothing was started twice.",
        "该导入已于 {at} 开始，没有重复执行。",
    ),
    "imports.files_gone": (
        "The files of this import are no longer kept. Give {asked} once more.",
        "该导入的文件已不再保留，请重新上传 {asked}。",
    ),
    "imports.unusable_choice": (
        "{asked} is no choice for {name}: {why}.",
        "{name} 不能是 {asked}：{why}。",
    ),
    "imports.not_a_number": (
        "{name} is a number; {asked} is not.",
        "{name} 应为数字，收到的是 {asked}。",
    ),
    "imports.unexpected": (
        "Something went wrong in guanxi itself while importing ({step}). Nothing is half done; the log has it "
        "under {reference}. Going on is safe.",
        "导入时 guanxi 内部出错（{step}）。数据没有写入一半，日志编号 {reference}，可以放心继续。",
    ),
    "imports.worker_lost": (
        "The worker gave no sign of life since {beat_at}. Nothing is half done: go on, and what was read is "
        "not read again.",
        "后台进程自 {beat_at} 起没有响应。数据没有写入一半：点击继续，已读取的部分不会重读。",
    ),
}
