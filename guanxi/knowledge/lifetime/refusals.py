"""Why a lifetime model gives no answer."""

from guanxi.errors import ModelError


class NobodyBoughtTwice(ModelError):
    code = "lifetime.nobody_bought_twice"


class TooFewRepeaters(ModelError):
    code = "lifetime.too_few_repeaters"


class NobodyStops(ModelError):
    code = "lifetime.nobody_stops"


class NoConvergence(ModelError):
    code = "lifetime.no_convergence"


class TooFewSpenders(ModelError):
    code = "lifetime.too_few_spenders"


class EveryoneSpendsTheSame(ModelError):
    code = "lifetime.everyone_spends_the_same"
