"""How often Hypothesis tries what costs much: as often as is said, and thirty times as often in the soak."""

from __future__ import annotations

import os

from hypothesis import settings

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"


def tries(times: int) -> settings:
    """@tries(20): an example asks an engine, say, or fits a model."""
    return settings(max_examples=times * 30 if SOAK else times)
