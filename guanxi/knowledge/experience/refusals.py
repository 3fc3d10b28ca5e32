"""Why knowledge about experience refuses: each with the facts that a person needs to mend it."""

from guanxi.errors import BadInput, SettingError


class ScoredTwice(BadInput):
    """Two scores of one kind for one dimension and one source: which of them counts is not ours to guess."""

    code = "experience.scored_twice"


class OffScale(BadInput):
    """A score that is not between 0 and 10."""

    code = "experience.off_scale"


class NoBase(SettingError):
    """A roll-out measured against nothing: growth from zero has no size."""

    code = "experience.no_base"


class OffStage(SettingError):
    """A stage that is not larger than the one before, or whose result is no number."""

    code = "experience.off_stage"
