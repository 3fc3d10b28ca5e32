"""Sentences of the store."""

SENTENCES = {
    "store.wrong_columns": (
        "The table {table} has no column {unknown}. Its columns are: {known}.",
        "表 {table} 没有列 {unknown}，可用的列：{known}。",
    ),
    "store.repeated_key": (
        "{rows} rows for {table} repeat a key ({key}). Each row needs its own; nothing was written.",
        "写入 {table} 的数据中有 {rows} 行主键（{key}）重复。每行必须唯一，本次没有写入任何数据。",
    ),
    "store.missing_value": (
        "{rows} rows for {table} have no {column}, which every row needs. Nothing was written.",
        "写入 {table} 的数据中有 {rows} 行缺少必填的 {column}，本次没有写入任何数据。",
    ),
    "store.deletion_vectors": (
        "The table {table} has deletion vectors switched on; its files alone no longer say what is in it. "
        "Switch them off and rewrite the table.",
        "表 {table} 启用了删除向量，仅凭数据文件已无法得知其内容。请关闭该选项并重写此表。",
    ),
    "store.unknown_way": (
        "There is no way {asked} for {name}. It is one of: {known}.",
        "{name} 没有 {asked} 这种方式，可选：{known}。",
    ),
    "store.disk_full": (
        "The disk that holds {folder} is full ({free_mb} MB are free). Nothing is lost and nothing is half done: "
        "make room, then do the same again.",
        "{folder} 所在磁盘已满（剩余 {free_mb} MB）。数据没有丢失，也没有写入一半：请腾出空间后重新执行同一操作。",
    ),
    "undo.already_undone": (
        "This change was taken back already, by {by}. To have it again, take that one back.",
        "这次变更已被 {by} 撤销。若要恢复，请撤销那一次撤销。",
    ),
    "undo.cannot_be_undone": (
        "What was erased to protect a person is kept nowhere and cannot be brought back ({kind}, {change}).",
        "为保护个人信息而删除的内容没有留存，无法恢复（{kind}，{change}）。",
    ),
    "undo.unknown_decision": (
        "A row in conflict is either kept or put back; {asked} is neither ({known}).",
        "有冲突的行只能保留或恢复，{asked} 不在其中（{known}）。",
    ),
}
