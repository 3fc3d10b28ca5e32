"""Which fitted model may be used: one that did not run to the edge of what it can say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.buying import BUYING, fit_buying
from guanxi.knowledge.lifetime.refusals import NobodyBoughtTwice, TooFewRepeaters
from guanxi.knowledge.lifetime.settings import BEST
from guanxi.knowledge.lifetime.titles import model_title

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel
    from guanxi.knowledge.lifetime.histories import Histories

# The edges of the search: there a parameter is a limit, and the forecast one of many that fit as well.
DEGENERATE = frozenset(
    {
        "lifetime.rates_alike",
        "lifetime.stopping_alike",
        "lifetime.stopping_all_or_none",
        "lifetime.ending_alike",
        "lifetime.flat_likelihood",
    }
)


def degenerate(model: BuyingModel) -> Note | None:
    """What ran to its limit; None for a sound model."""
    return next((note for note in model.notes if note.code in DEGENERATE), None)


def sound_model(
    asked: str, histories: Histories, log_gaps: Callable[[], float] | None = None
) -> tuple[BuyingModel | None, list[Note]]:
    """The model asked for if its fit is sound, else the first of the others that is.

    asked    a model, or "best" where no back-test has chosen yet: then the first of BUYING
    Out      the model, None where none has an honest answer; notes: why those before it were not used
    """
    first = BUYING[0] if asked == BEST else asked
    unused: dict[str, Note] = {}
    for name in (first, *(other for other in BUYING if other != first)):
        try:
            model = fit_buying(name, histories, log_gaps)
        except (NobodyBoughtTwice, TooFewRepeaters) as error:
            return None, [Note(error.code, error.facts)]  # no other model would find more
        except ModelError as error:
            unused[name] = Note(error.code, error.facts)
            continue
        why = degenerate(model)
        if why is None:
            return model, [_instead(name, model.name, why) for name, why in unused.items()]
        unused[name] = why
    return None, [unused[first]]


def _instead(name: str, used: str, why: Note) -> Note:
    titles = {"model": model_title(name), "used": model_title(used)}
    return Note("lifetime.model_not_used", titles | {"why": why.as_dict()})
