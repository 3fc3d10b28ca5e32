"""How far the facts can be trusted: what is there, what is missing, and which measures suffer.

found = quality(store, engine, as_of=day)
every = findings(found)     what the counts mean, the worst first
worst(every, 3)             what to look at first
doubts(every)               word -> the findings that make it too poor to use
"""

from guanxi.knowledge.quality.finding import Finding, doubts, worst
from guanxi.knowledge.quality.findings import findings
from guanxi.knowledge.quality.found import Quality
from guanxi.knowledge.quality.measure import quality
from guanxi.knowledge.quality.settings import QualitySettings, read_quality_settings, write_quality_settings

__all__ = [
    "Finding",
    "Quality",
    "QualitySettings",
    "doubts",
    "findings",
    "quality",
    "read_quality_settings",
    "worst",
    "write_quality_settings",
]
