"""Sentences of the engines room."""

SENTENCES = {
    "engines.unknown": (
        "There is no engine called {asked}. Choose one of: {known}.",
        "没有名为 {asked} 的计算引擎，可选：{known}。",
    ),
    "engines.spark_missing": (
        "Spark was asked for, but PySpark is not installed here. Install it with: pip install 'guanxi[spark]'.",
        "要求使用 Spark，但这里没有安装 PySpark。请先安装：pip install 'guanxi[spark]'。",
    ),
    "engines.spark_connect_missing": (
        "Spark Connect needs packages that are not installed here ({why}). Install them with: pip install 'guanxi[spark]'.",
        "Spark Connect 所需的软件包没有装全（{why}）。请先安装：pip install 'guanxi[spark]'。",
    ),
    "engines.java_missing": (
        "Spark needs Java 17 or 21, and none was found (JAVA_HOME: {java_home}). Install one, set JAVA_HOME to it, or use Spark Connect (sc://host:port), which needs no Java here.",
        "Spark 需要 Java 17 或 21，但没有找到（JAVA_HOME：{java_home}）。请安装并设置 JAVA_HOME；或改用 Spark Connect（sc://主机:端口），本机就不需要 Java。",
    ),
    "engines.wrong_spark_master": (
        "{asked} names no Spark. Use spark://host:port, sc://host:port (Spark Connect), yarn, k8s://…, or local[*] for this machine.",
        "{asked} 不是 Spark 的地址。可用：spark://主机:端口、sc://主机:端口（Spark Connect）、yarn、k8s://…，或用 local[*] 表示本机。",
    ),
    "engines.wrong_spark_wait": (
        "GUANXI_SPARK_WAIT is {given}. It is a number of seconds, from 1 to 3600.",
        "GUANXI_SPARK_WAIT 的值是 {given}。它应是秒数，1 到 3600。",
    ),
    "engines.spark_unreachable": (
        "Nobody answered at {master} within {seconds} seconds. Check the address, and that Spark runs and may be reached from here.",
        "{seconds} 秒内 {master} 无人应答。请检查地址，并确认 Spark 已启动、从本机可以访问。",
    ),
    "engines.spark_not_started": (
        "No session could be opened on {master}: {why} The version of Spark there should be 4.0, and Java 17 or 21.",
        "无法在 {master} 上打开会话：{why} 对方的 Spark 应为 4.0 版，Java 为 17 或 21。",
    ),
    "engines.spark_no_workers": (
        "{master} answered, but no worker did one small task within {seconds} seconds. Are there workers with free cores and memory, and can they reach this machine? If they take longer to start, set GUANXI_SPARK_WAIT to more seconds.",
        "{master} 有应答，但 {seconds} 秒内没有工作节点完成一个小任务。请检查是否有空闲的核和内存，以及工作节点能否访问本机。如果节点启动较慢，请把 GUANXI_SPARK_WAIT 设得更长（秒）。",
    ),
    "engines.folder_not_shared": (
        "Spark's workers wrote {written} rows into {folder}, but {found} are there. The store's folder must be at the same path on every worker and on this machine (a shared file system). Nothing was published.",
        "Spark 的工作节点向 {folder} 写入了 {written} 行，这里却只有 {found} 行。数据目录必须以相同路径出现在本机和每个工作节点上（共享文件系统）。没有发布任何内容。",
    ),
}
