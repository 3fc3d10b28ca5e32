"""Will they come back, how often, and what will they bring?"""

from guanxi.knowledge.lifetime.forecast import COLUMNS, Lifetime, lifetime
from guanxi.knowledge.lifetime.settings import LifetimeSettings

__all__ = ["COLUMNS", "Lifetime", "LifetimeSettings", "lifetime"]
