"""Sentences about experience: what of it is unknown and why, and what a roll-out was refused for."""

SENTENCES = {
    "experience.scored_twice": (
        "{dimension} has more than one score for {kind_en} from {respondent}. Keep one of them.",
        "{dimension} 的{kind_zh}有不止一个来自 {respondent} 的评分，请只保留一个。",
    ),
    "experience.off_scale": (
        "{dimension}: {kind_en} is {given}, but scores run from 0 to 10.",
        "{dimension}：{kind_zh}为 {given}，但评分范围是 0 到 10。",
    ),
    "experience.not_asked": (
        "Not asked: {kind_en}. What rests on it is unknown, not zero.",
        "没有询问{kind_zh}：以它为依据的结果未知，而不是零。",
    ),
    "experience.too_few": (
        "Of {kind_en} there are {n} answers, fewer than the {minimum} that a mean needs: it is not shown.",
        "{kind_zh}只有 {n} 个回答，少于平均值所需的 {minimum} 个，不予显示。",
    ),
    "experience.no_importance": (
        "Importance was not asked in this survey: key experiences are unknown. Dimensions are ranked by satisfaction.",
        "本次调查没有询问重要性：关键体验未知，各维度按满意度排序。",
    ),
    "experience.ideal_below": (
        "The ideal {ideal:.1f} is below the experience {experience:.1f}: there is nothing to close. "
        "Is it meant to cost less here?",
        "理想 {ideal:.1f} 低于现有体验 {experience:.1f}：没有需要弥补的差距。是否有意在此降低投入？",
    ),
    "experience.ideal_not_chosen": (
        "No ideal has been chosen: the gap is unknown.",
        "尚未选定理想体验：差距未知。",
    ),
    "experience.no_base": (
        "The first stage has {given} for {what_en}: growth is measured against it, so it must be above zero.",
        "第一阶段的{what_zh}为 {given}：增长以它为基准，必须大于零。",
    ),
    "experience.off_stage": (
        "A stage has {given} after {before}. Every stage is larger than the one before, and its result a number.",
        "某阶段为 {given}，其前一阶段为 {before}。每个阶段的规模须大于前一阶段，结果须为数值。",
    ),
    "experience.fewer_than_minimum": (
        "{n} answered; a mean needs at least {minimum}, so it is not shown.",
        "有 {n} 人作答，平均值至少需要 {minimum} 人，不予显示。",
    ),
    "experience.none_answered": (
        "It was asked, and nobody gave an answer that counts.",
        "已询问，但没有可计入的回答。",
    ),
    "experience.nothing_answered": (
        "There are no answers with a score in this time.",
        "这段时间内没有带评分的回答。",
    ),
    "experience.all_equal": (
        "All {n} answered the same. The interval says how many others may differ; it is not zero wide.",
        "{n} 人的回答完全相同。区间表示其他人可能有多少不同，宽度并不为零。",
    ),
    "experience.scale_assumed": (
        "{n} scores come without their scale and were read as 0 to 10.",
        "有 {n} 个评分没有记录量表，按 0 到 10 读取。",
    ),
    "experience.answers_set_aside": (
        "{n} scores lie outside their scale or have none that can be read; they count in no mean.",
        "有 {n} 个评分超出量表，或量表无法读取，未计入任何平均值。",
    ),
    "experience.without_weight": (
        "{n} answers belong to responses without a weight; they were left out.",
        "有 {n} 个回答所属的答卷没有权重，未计入。",
    ),
    "experience.nobody_invited": (
        "Nobody was invited in this time: there is no response rate.",
        "这段时间内没有发出邀请，没有回收率。",
    ),
    "experience.unlike_response": (
        "Segments answer at different rates (p = {p:.3f}): means without weights speak for those who answer more.",
        "各客群回收率不同（p = {p:.3f}）：不加权的平均值更多代表愿意作答的人。",
    ),
    "experience.other_states": (
        "{n} invitations are in a state that is not known; they count as waiting.",
        "有 {n} 份邀请状态未知，按等待计。",
    ),
    "experience.cells_unheard": (
        "Nobody answered in {cells} sampling cells, {share:.0%} of the customers: nothing speaks for them.",
        "有 {cells} 个抽样层无人作答，占客户的 {share:.0%}：没有回答能代表他们。",
    ),
    "experience.cells_of_few": (
        "{cells} sampling cells have fewer than {few} responses: their weights rest on chance.",
        "有 {cells} 个抽样层的答卷少于 {few} 份，其权重受偶然影响。",
    ),
    "experience.heavy_weights": (
        "The heaviest response counts {times:.1f} times the lightest: intervals become wide.",
        "最大权重是最小权重的 {times:.1f} 倍，区间会变宽。",
    ),
    "experience.selection_unknown": (
        "For {cells} sampling cells it is not known which share was asked; they were weighted as if all were.",
        "有 {cells} 个抽样层不知道抽中比例，按全部被邀请处理。",
    ),
    "experience.answers_of_nobody": (
        "{n} answered invitations do not say which response is theirs (anonymous): those have no weight.",
        "有 {n} 份已作答的邀请没有对应答卷（匿名），没有权重。",
    ),
    "experience.flagged": (
        "Of {responses} responses {straight_lined} give one score all through, {speeding} were very fast, "
        "{repeated} were answered again later, {copied} equal an earlier one. They count until they are left out.",
        "{responses} 份答卷中，{straight_lined} 份全程同分，{speeding} 份作答过快，{repeated} 份后来重复作答，"
        "{copied} 份与更早的答卷相同。除非选择排除，否则仍计入。",
    ),
    "experience.speed_unknown": (
        "In {surveys} surveys too few responses say how long they took: who was too fast is unknown.",
        "有 {surveys} 份问卷记录用时的答卷太少，无法判断谁作答过快。",
    ),
    "experience.answers_without_customer": (
        "{n} answers belong to no customer; they count in means, and for no customer.",
        "有 {n} 个回答不属于任何客户，计入平均值，但不计入任何客户。",
    ),
    "experience.answers_of_strangers": (
        "{n} answers are of customers the firm does not know (any more); they were left out here.",
        "有 {n} 个回答来自企业不认识（或已删除）的客户，此处未计入。",
    ),
    "voice.own_dimensions": (
        "{n} dimensions of our own were asked ({dimensions}). They count on the pages of surveys; a customer's profile "
        "has the seven of the method only.",
        "问卷中有 {n} 个自设维度（{dimensions}），在问卷页面中计入；客户档案只包含方法中的七个维度。",
    ),
    "experience.round_of_few": (
        "One of the rounds has {n} answers; a comparison needs at least {minimum} in each.",
        "其中一轮只有 {n} 人作答；比较需要每轮至少 {minimum} 人。",
    ),
    "experience.several_tested": (
        "{tests} dimensions were tested at once; by chance one in twenty would seem to change. p is corrected (Holm).",
        "同时检验了 {tests} 个维度；仅凭偶然，每二十个就有一个看似变化。p 值已校正（Holm）。",
    ),
    "experience.nothing_to_compare": (
        "No dimension was answered by enough in both rounds.",
        "没有任何维度在两轮中都有足够的回答。",
    ),
}
