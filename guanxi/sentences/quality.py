"""Sentences about the facts themselves: what was found, why it matters (.means), what to do (.do)."""

SENTENCES = {
    "quality.unreadable_settings": (
        "The limits of data quality in {path} cannot be read: {where}: {why}. Correct the file or take it away; "
        "without it the usual limits hold.",
        "无法读取 {path} 中的数据质量界限：{where}：{why}。请更正或移走该文件；没有它时采用默认界限。",
    ),
    "quality.unexpected": (
        "The facts could not be looked through ({reference}). What was found before still stands; the log of the "
        "server says why.",
        "未能检查这些数据（{reference}）。此前的结果仍然有效；原因见服务器日志。",
    ),
    "quality.look_lost": (
        "The look through the facts was given to a worker that is gone. Look again.",
        "负责检查数据的后台进程已不在。请重新检查。",
    ),
    "quality.no_facts": (
        "There are no purchases to look through yet. Import some first.",
        "还没有可检查的购买数据，请先导入。",
    ),
    "quality.table.customers": ("Customers", "客户"),
    "quality.table.products": ("Products", "商品"),
    "quality.table.purchases": ("Purchases", "购买"),
    "quality.table.contacts": ("Contacts", "联系记录"),
    "quality.table.answers": ("Answers", "回答"),
    "quality.table.complaints": ("Complaints", "投诉"),
    "quality.table.points": ("Points", "积分"),
    "quality.table.exposures": ("Campaign exposures", "活动触达"),
    "quality.table.redemptions": ("Coupons used", "优惠券核销"),
    # --- order lines
    "quality.orders_without_customer": (
        "{share} of orders have no customer ({orders} of {of}); they are {share_of_sales} of sales.",
        "{share} 的订单没有客户（{of} 单中有 {orders} 单），占销售额的 {share_of_sales}。",
    ),
    "quality.orders_without_customer.means": (
        "They count in revenue and in no customer's measures: customers look smaller and later than they are.",
        "这些订单计入收入，却不计入任何客户的指标：客户看起来比实际买得更少、更久未来。",
    ),
    "quality.orders_without_customer.do": (
        "Have the till or shop ask for a member number or phone, and import the orders again with that column.",
        "请在收银或下单时登记会员号或手机号，再带上该列重新导入订单。",
    ),
    "quality.equal_lines": (
        "{lines} of {of} order lines repeat another line exactly ({share}).",
        "{of} 条订单明细中有 {lines} 条与另一条完全相同（{share}）。",
    ),
    "quality.equal_lines.means": (
        "They may be real (two of the same on one receipt), or one file read twice: then spend is too high.",
        "可能属实（同一张小票买了两件），也可能是同一文件被读了两次：那样消费就偏高了。",
    ),
    "quality.equal_lines.do": (
        "Look at some of them in the source. If they are copies, take that import back.",
        "请在来源中核对几条；如果是重复，请撤销那次导入。",
    ),
    "quality.currency_missing": (
        "{lines} of {of} order lines name no currency ({share}).",
        "{of} 条订单明细中有 {lines} 条没有写明币种（{share}）。",
    ),
    "quality.currency_missing.means": (
        "Their amounts are taken to be in the reporting currency ({currency}); nothing in the facts confirms it.",
        "其金额按报告币种（{currency}）计算，但数据本身无法证实。",
    ),
    "quality.currency_missing.do": (
        "Set the currency when you import, or map the column that holds it.",
        "导入时请设定币种，或指定币种所在的列。",
    ),
    "quality.currency_mixed": (
        "{lines} of {of} order lines are not in {main} but in {others} ({share}).",
        "{of} 条订单明细中有 {lines} 条不是 {main}，而是 {others}（{share}）。",
    ),
    "quality.currency_mixed.means": (
        "Amounts are added up as they stand: sums that mix currencies are wrong.",
        "金额按原样相加：混合币种的合计是错的。",
    ),
    "quality.currency_mixed.do": (
        "Import those lines with their amounts in {main}.",
        "请把这些明细折算成 {main} 后再导入。",
    ),
    "quality.unknown_customers": (
        "{ids} customer ids on order lines are not among the customers ({share} of the lines that name one).",
        "订单明细中有 {ids} 个客户编号不在客户表中（占写明客户的明细的 {share}）。",
    ),
    "quality.unknown_customers.means": (
        "Their measures are right, but nobody knows their name, owner or phone.",
        "他们的指标没有问题，但不知道姓名、负责人和电话。",
    ),
    "quality.unknown_customers.do": (
        "Import the customers that are missing, or check that both files write ids the same way.",
        "请导入缺少的客户，或检查两个文件的编号写法是否一致。",
    ),
    "quality.unknown_products": (
        "{ids} product ids on order lines are not among the products ({share} of the lines that name one).",
        "订单明细中有 {ids} 个商品编号不在商品表中（占写明商品的明细的 {share}）。",
    ),
    "quality.unknown_products.means": (
        "What these lines sold has no name and no category of its own.",
        "这些明细卖的是什么，既没有名称，也没有自己的品类。",
    ),
    "quality.unknown_products.do": (
        "Import the products that are missing, or check that both files write ids the same way.",
        "请导入缺少的商品，或检查两个文件的编号写法是否一致。",
    ),
    "quality.silent_days": (
        "{days} of {looked_at} days have no sales although their weekday usually has; last on {last_on}.",
        "{looked_at} 天中有 {days} 天没有销售，而同一星期几通常是有的；最近一次在 {last_on}。",
    ),
    "quality.silent_days.means": (
        "The shop was closed, or that day's file never came: then customers look later than they are. "
        "{recent} of these days are within the last {recent_days}.",
        "可能当天歇业，也可能当天的文件没有送到：那样客户看起来比实际更久未来。其中最近 {recent_days} 天内有 {recent} 天。",
    ),
    "quality.silent_days.do": (
        "Compare the marked days with your opening days, and import the files that are missing.",
        "请把标出的日子与营业日核对，补上缺少的文件。",
    ),
    "quality.days_fell": (
        "{days} of {looked_at} days have far fewer lines than their weekday usually has; last on {last_on}.",
        "{looked_at} 天中有 {days} 天的明细远少于同一星期几的通常水平；最近一次在 {last_on}。",
    ),
    "quality.days_fell.means": (
        "A slow day, or half a file. {recent} of these days are within the last {recent_days}.",
        "可能是淡日，也可能文件只到了一半。其中最近 {recent_days} 天内有 {recent} 天。",
    ),
    "quality.days_fell.do": (
        "Compare the marked days with the source's own totals.",
        "请把标出的日子与来源系统的合计核对。",
    ),
    # --- customers, imports
    "quality.alike_customers": (
        "{customers} of {of} customers share their name and their phone or e-mail with another ({share}).",
        "{of} 位客户中有 {customers} 位与另一位同名且电话或邮箱相同（{share}）。",
    ),
    "quality.alike_customers.means": (
        "One person in two halves: each half looks small, rare and late.",
        "同一个人被分成两半：每一半都显得买得少、来得少、久未来。",
    ),
    "quality.alike_customers.do": (
        "Have the pairs proposed, and merge those that are one person; a merge can be undone.",
        "请查看系统提出的疑似重复，把确属同一人的归并；归并可以撤销。",
    ),
    "quality.customers_without_name": (
        "{customers} of {of} customers have no name ({share}).",
        "{of} 位客户中有 {customers} 位没有姓名（{share}）。",
    ),
    "quality.customers_without_name.means": (
        "Lists and tasks show their id instead.",
        "名单和任务里只能显示编号。",
    ),
    "quality.customers_without_name.do": (
        "Import a customer file with names; rows are matched by their id.",
        "请导入带姓名的客户文件，系统按编号对应。",
    ),
    "quality.customers_without_reach": (
        "{customers} of {of} customers have neither phone nor e-mail ({share}).",
        "{of} 位客户中有 {customers} 位既没有电话也没有邮箱（{share}）。",
    ),
    "quality.customers_without_reach.means": (
        "Nobody can call them when they are late.",
        "他们该联系了，却没有办法联系。",
    ),
    "quality.customers_without_reach.do": (
        "Import a customer file with phones or e-mails; rows are matched by their id.",
        "请导入带电话或邮箱的客户文件，系统按编号对应。",
    ),
    "quality.set_aside": (
        "{total} rows were set aside by {imports} imports; most by {file}: {rows} of {of} ({share}).",
        "{imports} 次导入共搁置 {total} 行；最多的是 {file}：{of} 行中有 {rows} 行（{share}）。",
    ),
    "quality.set_aside.means": (
        "Those rows are not among the facts until they are mended.",
        "这些行在修正之前不在数据之中。",
    ),
    "quality.set_aside.do": (
        "Open the import, take its file of rows set aside, mend them and import that file.",
        "请打开该次导入，下载搁置的行，改好后再导入。",
    ),
    # --- every table
    "quality.column_missing": (
        "{table}: {column} is missing in {rows} of {of} rows ({share}).",
        "{table}：{of} 行中有 {rows} 行没有{column}（{share}）。",
    ),
    "quality.column_missing.means": (
        "What is worked out from it rests on the other rows alone, or is unknown.",
        "由它算出的指标只依据其余的行，或者未知。",
    ),
    "quality.column_missing.do": (
        "Check whether the source has it for all rows, and import it again with that column.",
        "请检查来源是否每行都有，再带上该列重新导入。",
    ),
    "quality.column_empty": (
        "{table}: {column} is not recorded at all.",
        "{table}：完全没有记录{column}。",
    ),
    "quality.column_empty.means": (
        "What would be worked out from it is unknown, and is shown so; no number is wrong because of it.",
        "由它算出的指标未知，页面也如实显示；没有数字因此出错。",
    ),
    "quality.column_empty.do": (
        "If the source has it, import it with that column.",
        "如果来源里有，请带上该列导入。",
    ),
    "quality.future_rows": (
        "{table}: {rows} of {of} rows are dated after {today}.",
        "{table}：{of} 行中有 {rows} 行的日期晚于 {today}。",
    ),
    "quality.future_rows.means": (
        "They may have moved the business date, from which every lateness is counted.",
        "业务日期可能因此被推后，而所有“晚了多少天”都从它算起。",
    ),
    "quality.future_rows.do": (
        "Correct those dates in the source and import it again; check the order of day and month.",
        "请在来源中更正日期后重新导入，并检查日、月的顺序。",
    ),
    "quality.old_rows": (
        "{table}: {rows} of {of} rows are dated before {oldest_on}.",
        "{table}：{of} 行中有 {rows} 行的日期早于 {oldest_on}。",
    ),
    "quality.old_rows.means": (
        "Such a date is usually an empty field; it makes a customer look decades old.",
        "这样的日期多半是空字段；它会让客户显得有几十年的历史。",
    ),
    "quality.old_rows.do": (
        "Correct those dates in the source and import it again.",
        "请在来源中更正日期后重新导入。",
    ),
    "quality.stale": (
        "{table}: the newest row is of {last_on}, {days} days before the look.",
        "{table}：最新的一行是 {last_on}，比检查当天早 {days} 天。",
    ),
    "quality.stale.means": (
        "Pauses of this table are usually {gap} days or less. Everything shown is true of that day, not of today.",
        "这张表通常最多间隔 {gap} 天。页面所示是那一天的情况，而不是今天的。",
    ),
    "quality.stale.do": (
        "Import what has happened since.",
        "请导入此后发生的数据。",
    ),
    # --- nothing amiss
    "quality.orders_without_customer.none": (
        "Every order says whose it is ({of} orders).",
        "每张订单都写明了客户（共 {of} 单）。",
    ),
    "quality.equal_lines.none": (
        "No order line repeats another ({of} lines).",
        "没有重复的订单明细（共 {of} 条）。",
    ),
    "quality.currency_missing.none": (
        "Every order line names its currency.",
        "每条订单明细都写明了币种。",
    ),
    "quality.currency_mixed.none": (
        "All order lines that name a currency are in {main}.",
        "凡写明币种的订单明细都是 {main}。",
    ),
    "quality.unknown_customers.none": (
        "Every customer on an order line is among the customers.",
        "订单明细中的客户都在客户表中。",
    ),
    "quality.unknown_products.none": (
        "Every product on an order line is among the products.",
        "订单明细中的商品都在商品表中。",
    ),
    "quality.silent_days.none": (
        "Each of the {looked_at} days looked at has sales, or is a day on which there usually are none.",
        "所看的 {looked_at} 天，要么有销售，要么本来就是通常没有销售的日子。",
    ),
    "quality.days_fell.none": (
        "On none of the {looked_at} days looked at did the lines fall far below their weekday.",
        "所看的 {looked_at} 天里，没有一天的明细骤降。",
    ),
    "quality.alike_customers.none": (
        "No two customers share their name and their phone or e-mail.",
        "没有两位客户同名且电话或邮箱相同。",
    ),
    "quality.customers_without_name.none": (
        "Every customer has a name.",
        "每位客户都有姓名。",
    ),
    "quality.customers_without_reach.none": (
        "Every customer has a phone or an e-mail.",
        "每位客户都有电话或邮箱。",
    ),
    "quality.set_aside.none": (
        "No import had to set rows aside.",
        "没有导入需要搁置任何行。",
    ),
    "quality.column_missing.none": (
        "{table}: {column} is there in every row.",
        "{table}：每行都有{column}。",
    ),
    "quality.future_rows.none": (
        "{table}: no row is dated in the future.",
        "{table}：没有未来日期的行。",
    ),
    "quality.old_rows.none": (
        "{table}: no row is dated before {oldest_on}.",
        "{table}：没有早于 {oldest_on} 的行。",
    ),
}
