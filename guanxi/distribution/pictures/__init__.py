"""The pictures a manager wants, as chart data (docs/charts.md): for pages and for the report alike.

Each builder takes a profile (an Ibis table) or what was counted from it, and a `Voice`; it gives one chart
object, or None where there is nothing honest to draw. What is counted is bounded: never a row a customer,
except the points of a value map of at most 2,000.
"""

from guanxi.distribution.pictures.calibration import calibration
from guanxi.distribution.pictures.classes import classes
from guanxi.distribution.pictures.coming import coming
from guanxi.distribution.pictures.delivered import against_competitor, delivered
from guanxi.distribution.pictures.driver_tree import driver_tree
from guanxi.distribution.pictures.drivers import driver_importance
from guanxi.distribution.pictures.equity import equity_change
from guanxi.distribution.pictures.experience import drift, dumbbells, importance_satisfaction
from guanxi.distribution.pictures.future import equity_history, fan
from guanxi.distribution.pictures.loyalty import loyalty_curve
from guanxi.distribution.pictures.movement import moved
from guanxi.distribution.pictures.planes import kano_plane, penalty_reward
from guanxi.distribution.pictures.pyramid import pyramid
from guanxi.distribution.pictures.revenue import revenue
from guanxi.distribution.pictures.rfm_map import rfm_map
from guanxi.distribution.pictures.said_by_value import at_risk, by_class
from guanxi.distribution.pictures.value_map import value_map
from guanxi.distribution.pictures.voice import Voice
from guanxi.distribution.pictures.warnings import late_by_tier
from guanxi.distribution.pictures.whale_curve import whale_curve

__all__ = [
    "Voice",
    "against_competitor",
    "at_risk",
    "by_class",
    "calibration",
    "classes",
    "coming",
    "delivered",
    "drift",
    "driver_importance",
    "driver_tree",
    "dumbbells",
    "equity_change",
    "equity_history",
    "fan",
    "importance_satisfaction",
    "kano_plane",
    "late_by_tier",
    "loyalty_curve",
    "moved",
    "penalty_reward",
    "pyramid",
    "revenue",
    "rfm_map",
    "value_map",
    "whale_curve",
]
