"""Sentences of a study: what a survey says as a whole, and of `guanxi drivers`."""

SENTENCES = {
    "study.not_asked": (
        "The survey does not ask for this: {kinds_en}. Add such questions, and the next round will say it.",
        "问卷没有询问：{kinds_zh}。加上这类问题，下一轮就能得出。",
    ),
    "study.no_answers": (
        "There are no answers of customers to {survey} up to this day. Ask them, or take answers in from a file.",
        "截至当日，{survey} 没有客户的回答。请发放问卷，或从文件导入回答。",
    ),
    "study.none_in_period": (
        "Nobody answered {survey} from {since} to {until}. Choose a longer period.",
        "从 {since} 到 {until} 没有人回答 {survey}。请选择更长的时间。",
    ),
    "study.no_purchases": (
        "Who bought again is not known: there are no purchases beside these answers.",
        "不知道谁又买了：除了回答，没有购买记录。",
    ),
    "study.too_early": (
        "It is too early to say who bought again: {days} days have not passed since any of these answers.",
        "现在还不能说谁又买了：这些回答之后都还没有满 {days} 天。",
    ),
    "pictures.study.nothing": (
        "There is nothing to draw: too few answered both questions, or nothing is explained.",
        "没有可画的内容：同时回答两题的人太少，或没有可解释的差异。",
    ),
    "pictures.study.of_group": ("{group}: {said}", "{group}客户：{said}"),
    "pictures.study.within": ("Answers of {since} to {until}.", "{since} 至 {until} 的回答。"),
    "pictures.study.by_weights": ("By relative weights: {shares}.", "按相对权重法：{shares}。"),
    "pictures.study.drivers": ("What goes with it?", "什么与它同升同降？"),
    "pictures.study.drivers_assumes": (
        "Shapley shares of R², with intervals from resampling people. It assumes straight lines; importance is what "
        "goes together, never proof of what would follow. A basic requirement that nearly everybody finds met looks "
        "unimportant here: read it with the next part.",
        "R² 的 Shapley 分解，区间来自对受访者的重抽样。假设线性关系；重要性只说明共同变化，不证明因果。几乎人人都满足的基本需求在这里会显得不重要，请与下一部分一起看。",
    ),
    "pictures.study.tree": ("Where does it come from?", "它从哪里来？"),
    "pictures.study.tree_assumes": (
        "The same shares of R², of each touchpoint where a dimension was rated at several: parts below add up to the "
        "one above, and the interval of a sum is that of the sum in each resample. What customers state is asked on "
        "its own, and need not add up.",
        "同样是 R² 的分解；一个维度在多个接触点分别打分时，细分到接触点：下层之和等于上层，合计的区间来自每次重抽样的合计。客户自述的重要性单独询问，不必相加。",
    ),
    "pictures.study.matrix": ("What matters and falls short?", "哪些重要却不足？"),
    "pictures.study.matrix_assumes": (
        "Importance as customers state it, and satisfaction = experience − expectation, means of these answers. What "
        "drives the outcome without being stated is in the parts above.",
        "重要性为客户自述，满意度＝体验－期望，均为这些回答的平均。没有自述、却驱动结果的，见上面两部分。",
    ),
    "pictures.study.penalty_reward": (
        "What costs when it falls short, and what pays when it exceeds?",
        "哪些不足会扣分，哪些超出会加分？",
    ),
    "pictures.study.penalty_reward_assumes": (
        "Two straight lines that meet where experience equals expectation, all dimensions at once. Spending on a "
        "basic requirement that is met already is the satisfaction trap.",
        "两条直线在体验等于期望处相接，各维度同时估计。在已经满足的基本需求上继续投入，就是满意陷阱。",
    ),
    "pictures.study.kano": (
        "What is taken for granted, and what delights?",
        "哪些是理所当然，哪些带来惊喜？",
    ),
    "pictures.study.kano_assumes": (
        "Pairs of questions, with the attribute and without it (Kano 1984); intervals are those of shares.",
        "成对提问：具备时与不具备时的感受（Kano 1984）；区间为比例的区间。",
    ),
    "pictures.study.intention": ("Do the satisfied mean to stay?", "满意的客户打算留下吗？"),
    "pictures.study.intention_assumes": (
        "Mean intention by band of satisfaction: the lowest 15 %, the 70 % between, the highest 15 %. A picture, no "
        "proof of cause.",
        "按满意度分段的平均意向：最低 15%、中间 70%、最高 15%。只是图景，不证明因果。",
    ),
    "pictures.study.behaviour": ("Did the satisfied buy again?", "满意的客户后来又买了吗？"),
    "pictures.study.behaviour_assumes": (
        "Who bought within 182 days after answering, by the same bands; answers that are younger do not count yet.",
        "按同样的分段，作答后 182 天内是否购买；时间未到的回答不计。",
    ),
    "pictures.study.delivered": ("What do we deliver, less what it costs them?", "我们让渡了多少价值？"),
    "pictures.study.delivered_assumes": (
        "Four values less four costs, weighted as customers weigh them; the interval takes items as independent.",
        "四项价值减四项成本，按客户给出的权重加权；区间把各项视为相互独立。",
    ),
    "pictures.study.relative": ("Is that more than the competitor delivers?", "比竞争对手多吗？"),
    "pictures.study.relative_assumes": (
        "Over the items that were asked of both suppliers.",
        "只比较两家都问过的各项。",
    ),
    "cli.help.drivers": (
        "What drives satisfaction and loyalty, by what customers answered.",
        "根据客户的回答，看什么驱动满意与忠诚。",
    ),
    "cli.drivers.survey": ("Of which survey (its id); all without it.", "哪份问卷（代号）；不填则全部。"),
    "cli.drivers.outcome": (
        "What is to be driven: satisfaction, intention, recommend.",
        "被驱动的结果：satisfaction、intention、recommend。",
    ),
    "cli.drivers.since": ("Answers from this day on.", "从这一天起的回答。"),
    "cli.drivers.until": ("Answers up to this day, which counts.", "到这一天（含）为止的回答。"),
    "cli.drivers.head": (
        "{responses} questionnaires from {since} to {until}; outcome: {outcome}.",
        "{since} 至 {until} 的 {responses} 份问卷；结果：{outcome}。",
    ),
}
