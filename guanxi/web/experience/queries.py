"""Which rounds there are, and everything that stands in one; never the answers behind its scores."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from guanxi.errors import NotFound
from guanxi.web.experience.models import Change, Dimension, Requirement, Round, Said, Stage

LONGEST_CHAIN = 40  # rounds that drift is followed over: ten years of quarters


def rounds(*, examples: bool = False) -> QuerySet[Round]:
    """The firm's own rounds that were not deleted, the latest first; or the examples."""
    found = Round.objects.filter(is_there=True).select_related("opened_by")
    return found.exclude(example="") if examples else found.filter(example="")


def round_of(pk: int) -> Round:
    found = Round.objects.filter(pk=pk, is_there=True).select_related("previous", "opened_by").first()
    if found is None:
        raise NotFound(what="round", name=pk)
    return found


@dataclass
class Board:
    """A round with everything in it, read at once.

    dimensions     all of them, also those taken out; `there` are the others
    scores         (dimension, kind, respondent) -> what was said
    stages         requirement -> its stages
    """

    round: Round
    all_dimensions: dict[int, Dimension]
    scores: dict[tuple[int, str, str], Said]
    all_requirements: dict[int, Requirement]
    all_stages: dict[int, Stage] = field(default_factory=dict)

    @property
    def dimensions(self) -> list[Dimension]:
        return [each for each in self.all_dimensions.values() if each.is_there]

    @property
    def requirements(self) -> list[Requirement]:
        return [each for each in self.all_requirements.values() if each.is_there]

    def stages(self, requirement: Requirement) -> list[Stage]:
        return self._stages().get(requirement.pk, [])

    def _stages(self) -> dict[int, list[Stage]]:
        found: dict[int, list[Stage]] = defaultdict(list)
        for each in self.all_stages.values():
            if each.is_there:
                found[each.requirement_id].append(each)
        return found


def board(of: Round) -> Board:
    return boards([of])[0]


def boards(of: list[Round]) -> list[Board]:
    """Several rounds, in as many queries as one."""
    found = {each.pk: Board(each, {}, {}, {}) for each in of}
    round_of_dimension = {}
    for each in Dimension.objects.filter(round__in=found):
        found[each.round_id].all_dimensions[each.pk] = each
        round_of_dimension[each.pk] = each.round_id
    for said in Said.objects.filter(dimension__round__in=found):
        at = found[round_of_dimension[said.dimension_id]]
        at.scores[said.dimension_id, said.kind, said.respondent] = said
    round_of_requirement = {}
    for each in Requirement.objects.filter(round__in=found).select_related("owner"):
        found[each.round_id].all_requirements[each.pk] = each
        round_of_requirement[each.pk] = each.round_id
    for each in Stage.objects.filter(requirement__round__in=found):
        found[round_of_requirement[each.requirement_id]].all_stages[each.pk] = each
    return list(found.values())


def chain(of: Round) -> list[Round]:
    """The rounds that led to this one, the earliest first, itself last."""
    found, now = [of], of
    while now.previous_id is not None and len(found) < LONGEST_CHAIN:
        now = Round.objects.get(pk=now.previous_id)
        if now.is_there:
            found.append(now)
    return found[::-1]


def owners() -> QuerySet:
    """Who may own a requirement: everybody who may sign in."""
    return get_user_model().objects.filter(is_active=True).order_by("username")


def steps_back(of: Round, by) -> tuple[int, int]:
    """How many steps this person can take back in the round, and do again."""
    undone = Change.objects.filter(round=of, by_id=by.pk).values_list("is_undone", flat=True)
    return sum(not each for each in undone), sum(undone)


def next_after(of: Round) -> Round | None:
    return Round.objects.filter(previous=of, is_there=True).order_by("pk").first()
