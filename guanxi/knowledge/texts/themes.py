"""What texts are about: themes found in the texts themselves, each with its words and its quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from guanxi.facts.notes import Note
from guanxi.knowledge.texts.words import words

LEAST_TEXTS = 30  # below, themes are chance
MOST_THEMES = 12
TEXTS_A_THEME = 25  # so many texts at least should speak of a theme for it to be looked for
PART = 0.25  # of what a text says that a theme must hold for the text to speak of it
WORDS_SHOWN, QUOTES = 6, 3
WORDS_NEEDED = 20  # of a theme's weightiest words, a text that speaks of it uses one at least
COMMON, RARE = 0.5, 2  # words of more than half of the texts, or of one alone, tell no theme


@dataclass(frozen=True)
class Theme:
    """words: what names it, the weightiest first; texts: positions of those that speak of it."""

    words: tuple[str, ...]
    texts: tuple[int, ...]

    @property
    def quotes(self) -> tuple[int, ...]:
        return self.texts[:QUOTES]


@dataclass(frozen=True)
class Themes:
    """Themes, the most spoken of first.

    without_theme   positions of texts that have words but speak of none clearly; counted, not forced into one
    without_words   positions of texts in which no word is left
    """

    themes: tuple[Theme, ...]
    without_theme: tuple[int, ...]
    without_words: tuple[int, ...]
    notes: tuple[Note, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "themes": [{"words": list(each.words), "texts": len(each.texts)} for each in self.themes],
            "without_theme": len(self.without_theme),
            "without_words": len(self.without_words),
        }


def themes(texts: Sequence[str], *, most: int = MOST_THEMES) -> Themes:
    """The themes of texts, by non-negative factors of their weighted words (TF-IDF, NMF).

    In      texts   one per answer; any language, several beside each other too
    Out     a text may speak of several themes or of none
    Absent  below 30 texts with words no theme is looked for, and a note says so
    Source  Lee & Seung 1999; scikit-learn. The same texts give the same themes
    """
    cut = [words(text or "") for text in texts]
    with_words = np.array([i for i, each in enumerate(cut) if each], dtype=int)
    silent = tuple(i for i, each in enumerate(cut) if not each)
    if len(with_words) < LEAST_TEXTS:
        few = Note("texts.too_few", {"texts": len(with_words), "least": LEAST_TEXTS})
        return Themes((), tuple(with_words.tolist()), silent, (few,))
    weights, names = _weighted([cut[i] for i in with_words])
    parts, loadings = _factors(weights, _number(len(with_words), most))
    found = [
        Theme(
            _named(loadings[k], names),
            tuple(with_words[_speaking(parts, k, _using(weights, loadings[k]))].tolist()),
        )
        for k in range(len(loadings))
    ]
    found = sorted((each for each in found if each.texts), key=lambda each: -len(each.texts))
    spoken = {i for each in found for i in each.texts}
    return Themes(tuple(found), tuple(i for i in with_words.tolist() if i not in spoken), silent)


def _number(texts: int, most: int) -> int:
    return max(2, min(most, texts // TEXTS_A_THEME))


def _weighted(cut: list[list[str]]):
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer=lambda each: each, min_df=RARE, max_df=COMMON, sublinear_tf=True)
    try:
        return vectors.fit_transform(cut), vectors.get_feature_names_out()
    except ValueError:  # every word stands in one text alone
        vectors = TfidfVectorizer(analyzer=lambda each: each)
        return vectors.fit_transform(cut), vectors.get_feature_names_out()


def _factors(weights, number: int) -> tuple[np.ndarray, np.ndarray]:
    """What share of each text each theme holds, and the weight of each word in each theme."""
    from sklearn.decomposition import NMF

    model = NMF(min(number, min(weights.shape)), init="nndsvda", max_iter=400, tol=1e-3, random_state=0)
    parts = model.fit_transform(weights)
    parts = parts * np.linalg.norm(model.components_, axis=1)
    total = parts.sum(axis=1, keepdims=True)
    return np.divide(parts, total, out=np.zeros_like(parts), where=total > 0), model.components_


def _named(loading: np.ndarray, names: np.ndarray) -> tuple[str, ...]:
    order = np.argsort(-loading, kind="stable")[:WORDS_SHOWN]
    return tuple(str(names[i]) for i in order if loading[i] > 0)


def _using(weights, loading: np.ndarray) -> np.ndarray:
    """Which texts use a word of the theme: a text of words that few others use is near to every theme."""
    order = np.argsort(-loading, kind="stable")[:WORDS_NEEDED]
    return weights[:, order[loading[order] > 0]].getnnz(axis=1) > 0


def _speaking(parts: np.ndarray, k: int, using: np.ndarray) -> np.ndarray:
    """Positions of the texts that speak of theme k, those that speak of little else first."""
    rows = np.flatnonzero((parts[:, k] >= PART) & using)
    return rows[np.argsort(-parts[rows, k], kind="stable")]
