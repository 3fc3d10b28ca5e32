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
}
