"""How satisfied a text sounds, learnt from texts whose writers gave a score too, with its error rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from guanxi.errors import ModelError
from guanxi.knowledge.texts.words import words

LOW, HIGH = 4.0, 7.0  # on 0..10: up to LOW dissatisfied, from HIGH on satisfied; between is neither
LEAST_EACH = 40  # scored texts of each side
FOLDS = 5
CLEAR = 0.75  # probability from which a text is called one or the other


class TooFewScored(ModelError):
    code = "texts.too_few_scored"


@dataclass(frozen=True)
class Sentiment:
    """A classifier of texts and how often it is wrong on texts it has not seen.

    errors      satisfied, dissatisfied: the share of their texts called the other side; together: of all
    undecided   the share that was called neither, because no side was clear
    learnt      how many texts of each side it learnt from
    guess       the error of always saying the larger side, which it must beat
    """

    errors: dict[str, float]
    undecided: float
    learnt: dict[str, int]
    guess: float
    model: Any = field(repr=False, default=None)

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """The probability that each writer is satisfied; nan for a text without words."""
        found = np.full(len(texts), np.nan)
        spoken = [i for i, text in enumerate(texts) if words(text or "")]
        if spoken:
            found[spoken] = self.model.predict_proba([texts[i] for i in spoken])[:, 1]
        return found

    def as_dict(self) -> dict[str, Any]:
        return {
            "errors": self.errors,
            "undecided": self.undecided,
            "learnt": self.learnt,
            "guess": self.guess,
        }


def called(probability: float) -> str | None:
    """satisfied, dissatisfied, or None where the text is not clear."""
    if np.isnan(probability) or 1 - CLEAR < probability < CLEAR:
        return None
    return "satisfied" if probability >= CLEAR else "dissatisfied"


def sentiment(texts: Sequence[str], scores: Sequence[float | None]) -> Sentiment:
    """Learn from scored texts how satisfied writers sound.

    In      scores   on 0..10, None where none was given
    Assumes texts to be judged are like those that were scored: the same firm, the same languages
    Breaks when  scores are of something else than what the text is about; irony
    Errors  TooFewScored below 40 texts of each side: then no text is judged
    Source  logistic regression on words and pieces of words (TF-IDF), errors by five-fold cross-validation
    """
    kept, satisfied = _labelled(texts, scores)
    sides = np.bincount(satisfied, minlength=2)
    if sides.min() < LEAST_EACH:
        raise TooFewScored(satisfied=int(sides[1]), dissatisfied=int(sides[0]), least=LEAST_EACH)
    unseen = _unseen(kept, satisfied)
    errors, undecided = _errors(unseen, satisfied)
    learnt = {"dissatisfied": int(sides[0]), "satisfied": int(sides[1])}
    guess = float(sides.min() / sides.sum())
    return Sentiment(errors, undecided, learnt, guess, _model().fit(kept, satisfied))


def _labelled(texts, scores) -> tuple[list[str], np.ndarray]:
    rows = [
        (text, score >= HIGH)
        for text, score in zip(texts, scores, strict=True)
        if text and score is not None and not LOW < score < HIGH and words(text)
    ]
    return [text for text, _ in rows], np.array([side for _, side in rows], dtype=int)


def _unseen(texts: list[str], satisfied: np.ndarray) -> np.ndarray:
    """The probability each text got from a model that had not seen it."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    return cross_val_predict(_model(), texts, satisfied, cv=folds, method="predict_proba")[:, 1]


def _errors(unseen: np.ndarray, satisfied: np.ndarray) -> tuple[dict[str, float], float]:
    told = np.array([called(each) or "" for each in unseen])
    truth = np.where(satisfied == 1, "satisfied", "dissatisfied")
    wrong = (told != truth) & (told != "")
    errors = {side: float(wrong[truth == side].mean()) for side in ("satisfied", "dissatisfied")}
    return errors | {"together": float(wrong.mean())}, float((told == "").mean())


def _model():
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    by_word = TfidfVectorizer(analyzer=words, sublinear_tf=True, min_df=2)
    by_piece = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=3)
    return make_pipeline(
        make_union(by_word, by_piece), LogisticRegression(C=4.0, class_weight="balanced", max_iter=2000)
    )
