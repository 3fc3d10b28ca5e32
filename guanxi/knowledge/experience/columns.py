"""Answers as columns: one value per response and measure, for what compares answers of the same people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import ibis

from guanxi.knowledge.experience.scales import on_ten

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines.base import Engine


def by_response(
    answers: Table, measures: Mapping[str, Sequence[str]], *, engine: Engine
) -> tuple[list[str], dict[str, list[float | None]]]:
    """Each measure's mean over its questions, on 0-10, response by response.

    In      answers    the fact table of answers
            measures   by name the questions whose mean it is: {"image": ["imag1", "imag2"]}
    Out     response ids in order, and by measure one value per response: None where none of its questions has
            an answer that counts; of several, those that were answered
    """
    measure_of = {question: name for name, questions in measures.items() for question in questions}
    rows = answers.filter(lambda t: t.question.isin(list(measure_of)))
    rows = rows.mutate(
        on_ten=on_ten(rows), measure=rows.question.cases(*measure_of.items(), else_=ibis.null(str))
    )
    means = rows.group_by("response_id", "measure").aggregate(mean=lambda t: t.on_ten.mean())
    found = engine.collect(means).to_pylist()
    ids = sorted({row["response_id"] for row in found})
    values = {(row["response_id"], row["measure"]): row["mean"] for row in found}
    return ids, {name: [values.get((each, name)) for each in ids] for name in measures}
