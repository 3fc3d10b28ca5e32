"""Sentences of `guanxi lifetime`."""

SENTENCES = {
    "cli.help.lifetime": (
        "Fit a lifetime model to an order list, contracts or counts; reckon an LTV table or life stages.",
        "用订单、合同或计数拟合生命周期模型；计算 LTV 表或人生阶段价值。",
    ),
    "cli.lifetime.file": (
        "The order list; for sbg and bdw a retention table, contracts or payments; for bg-bb also counts; for ltv and life-stage a table, JSON or TOML.",
        "订单表；sbg、bdw 可用留存表、合同表或付款记录；bg-bb 也可用计数表；ltv、life-stage 用表格、JSON 或 TOML。",
    ),
    "cli.lifetime.model": (
        "bg-nbd, mbg-nbd, pareto-nbd, bg-cnbd-k or mbg-cnbd-k (purchases; k is chosen, or 2 to 4); gamma-gamma (spend); bg-bb (opportunities); sbg or bdw (renewals); ltv (the table); life-stage.",
        "bg-nbd、mbg-nbd、pareto-nbd、bg-cnbd-k、mbg-cnbd-k（购买；k 自动选取，也可写 2 至 4）；gamma-gamma（消费）；bg-bb（机会）；sbg、bdw（续约）；ltv（LTV 表）；life-stage（人生阶段）。",
    ),
    "cli.lifetime.unit": (
        "The unit of time: week by default (day or week) for models of buying, month for bg-bb, sbg and bdw.",
        "时间单位：购买模型默认 week（可用 day、week）；bg-bb、sbg、bdw 默认 month。",
    ),
    "cli.lifetime.as_of": (
        "The last day that counts; by default the last purchase in the file.",
        "截止日期（含当日）；默认为文件中最后一次购买的日期。",
    ),
    "cli.lifetime.column": (
        "The column; guessed when not named.",
        "列名；不写则自动识别。",
    ),
    "cli.lifetime.spend": (
        "Mean spend over repeat purchase days only, as published, or over all.",
        "平均消费的口径：repeats 只算复购日（与论文一致），all 算全部购买日。",
    ),
    "cli.lifetime.history": (
        "Also forecast such a customer: repeats,last,age in units of time; for bg-bb purchases,last,opportunities; for sbg and bdw the renewals so far.",
        "另给出这样一位客户的预测：复购次数,末次,观察期（按时间单位）；bg-bb 为 购买次数,末次,机会数；sbg、bdw 为已续约次数。",
    ),
    "cli.lifetime.ahead": (
        "How many units of time the forecast looks ahead; by default 39, and 12 periods for bg-bb, sbg and bdw.",
        "预测向前看多少个时间单位；默认 39，bg-bb、sbg、bdw 默认 12 期。",
    ),
    "cli.lifetime.json": (
        "Print JSON.",
        "输出 JSON。",
    ),
    "cli.lifetime.found": (
        "{model}, unit {unit}, as of {as_of}",
        "{model}，单位 {unit}，截至 {as_of}",
    ),
    "cli.lifetime.fit": (
        "{customers} customers, log-likelihood {log_likelihood:.3f}",
        "{customers} 位客户，对数似然 {log_likelihood:.3f}",
    ),
    "cli.lifetime.forecast": (
        "A customer with {repeats:g} repeats, the last at {last:g}, seen for {age:g}: still a customer with probability {p_alive:.3f} ({p_alive_low:.3f}–{p_alive_high:.3f}), {expected_purchases:.3f} ({expected_purchases_low:.3f}–{expected_purchases_high:.3f}) purchase days expected in the next {ahead:g} ({unit}). In brackets, 90 % ranges of what the data leave open.",
        "复购 {repeats:g} 次、末次在 {last:g}、观察 {age:g} 的客户：仍活跃的概率 {p_alive:.3f}（{p_alive_low:.3f}–{p_alive_high:.3f}），未来 {ahead:g}（{unit}）预计购买 {expected_purchases:.3f}（{expected_purchases_low:.3f}–{expected_purchases_high:.3f}）天。括号内为 90% 区间。",
    ),
    "cli.unknown_choice": (
        "{option} cannot be {asked}. Choose one of: {known}.",
        "{option} 不能是 {asked}，可选：{known}。",
    ),
    "cli.not_a_history": (
        "{asked} is not a history here. Write {shape}, for example 2,30.43,38.86 for repeats,last,age: last is not after age, and 0 exactly when nothing was bought again.",
        "{asked} 在此不是有效的历史。请写成 {shape}，例如 repeats,last,age 写 2,30.43,38.86：末次不晚于观察期，没有复购时末次为 0。",
    ),
    "cli.lifetime.role": (
        "Any other column by its role, as --column start=begin_date; may be repeated.",
        "按角色指定其他列，如 --column start=开通日；可重复。",
    ),
    "cli.lifetime.discount": (
        "What money loses a year, 0.1 = 10 % (the default; 5 % for life-stage).",
        "折现率（每年），0.1 即 10%（默认；life-stage 默认 5%）。",
    ),
    "cli.lifetime.strategy": (
        "For ltv, a strategy beside the plan, as 'retention: more_retention=0.1 retention_cost=5'; may be repeated.",
        "用于 ltv：与现状并排的策略，如 'retention: more_retention=0.1 retention_cost=5'；可重复。",
    ),
    "cli.lifetime.swing": (
        "For ltv, how far the tornado moves each input, 0.1 = 10 %.",
        "用于 ltv：龙卷风图中各输入上下移动的幅度，0.1 即 10%。",
    ),
    "cli.lifetime.age": (
        "For life-stage, the customer's age in years.",
        "用于 life-stage：客户的年龄。",
    ),
    "cli.lifetime.stage": (
        "For life-stage, the last stage already bought, and how many years ago: first_home or first_home,4.",
        "用于 life-stage：已完成的最后一个阶段，以及距今几年，如 first_home 或 first_home,4。",
    ),
    "cli.lifetime.opportunities": (
        "A customer who bought {purchases} times, the last at opportunity {last} of {opportunities}: there at the next with probability {p_alive:.3f} ({p_alive_low:.3f}–{p_alive_high:.3f}), {expected_purchases:.3f} ({expected_purchases_low:.3f}–{expected_purchases_high:.3f}) purchases expected at the next {ahead} ({unit}).",
        "在 {opportunities} 个机会中购买 {purchases} 次、末次在第 {last} 个的客户：下一个机会仍在的概率 {p_alive:.3f}（{p_alive_low:.3f}–{p_alive_high:.3f}），未来 {ahead} 个机会（{unit}）预计购买 {expected_purchases:.3f}（{expected_purchases_low:.3f}–{expected_purchases_high:.3f}）次。",
    ),
    "cli.lifetime.retention_head": (
        "  period       due       lost  renewed  model",
        "  期    到期       离开       续约率   模型",
    ),
    "cli.lifetime.renewals": (
        "Of customers with {already} renewals, {share:.1%} ({range}) are expected to be there after {ahead} more; the renewals still to come, the next one due now, are worth {worth:.2f} of today's at {discount:.2%} a period.",
        "已续约 {already} 次的客户，再过 {ahead} 期预计仍在 {share:.1%}（{range}）；含眼前到期的这次，未来续约按每期 {discount:.2%} 折现共值 {worth:.2f} 次。",
    ),
    "cli.lifetime.plan_head": (
        "  year    customers          revenue         profit     discounted     cumulative        LTV",
        "  年          客户数             收入           利润           折现           累计        LTV",
    ),
    "cli.lifetime.back": (
        "The money is back in year {year}.",
        "第 {year} 年收回投入。",
    ),
    "cli.lifetime.never_back": (
        "The money does not come back within the table.",
        "表内各年收不回投入。",
    ),
    "cli.lifetime.strategy_said": (
        "{name}: {gain:+,.0f}, value {value:,.0f}, LTV {ltv:,.2f}.",
        "{name}：{gain:+,.0f}，总价值 {value:,.0f}，LTV {ltv:,.2f}。",
    ),
    "cli.lifetime.tornado_head": (
        "LTV with each input {swing:.0%} lower and higher:",
        "各输入减、增 {swing:.0%} 时的 LTV：",
    ),
    "cli.lifetime.stages_head": (
        "Age {age:g}, last stage done: {done}. Stage, in years, probability, value today:",
        "年龄 {age:g}，已完成阶段：{done}。阶段、距今年数、概率、现值：",
    ),
    "cli.lifetime.stages_worth": (
        "Worth {value:,.2f} today; with {level:.0%} probability between {low:,.2f} and {high:,.2f}.",
        "现值 {value:,.2f}；有 {level:.0%} 的把握在 {low:,.2f} 至 {high:,.2f} 之间。",
    ),
    "cli.option_not_here": (
        "{option} means nothing to {model}. It is for: {known}.",
        "{option} 对 {model} 没有意义，只用于：{known}。",
    ),
    "cli.not_a_pair": (
        "{asked} does not say which column plays which role. Write {option} ROLE=COLUMN.",
        "{asked} 没有说明哪一列担任什么角色。请写 {option} 角色=列名。",
    ),
    "cli.not_a_strategy": (
        "{asked} is not a strategy. Write NAME: CHANGE=NUMBER ..., with changes out of: {known}.",
        "{asked} 不是有效的策略。请写成 名称: 改动=数值 ……，可用的改动：{known}。",
    ),
    "cli.no_day_to_count_to": (
        "The file has contracts with a start and an end. Say with --as-of until which day it is known who is still there.",
        "文件是带开始与结束日期的合同。请用 --as-of 说明名单截至哪一天。",
    ),
    "lifetime.discount_factors_from": (
        "No discount factors were given: {rate:.1%} a year was taken, the first year whole.",
        "没有给出折现系数：按每年 {rate:.1%} 计，首年不折现。",
    ),
    "sources.not_structured": (
        "{file} cannot be read as {kind}: {why}.",
        "{file} 无法按 {kind} 读取：{why}。",
    ),
    "sources.unknown_key": (
        "{file} says {key}, which means nothing here. Known are: {known}.",
        "{file} 中的 {key} 在此没有含义。可用的有：{known}。",
    ),
}
