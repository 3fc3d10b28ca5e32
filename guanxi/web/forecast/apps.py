"""The forecast room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForecastConfig(AppConfig):
    name = "guanxi.web.forecast"
    label = "forecast"

    def ready(self) -> None:
        from guanxi.web.forecast.jobs import after_a_turn
        from guanxi.web.kit import nav
        from guanxi.web.turns import afterwards

        afterwards.register("forecast.outlook", after_a_turn)
        nav.register(
            nav.Entry(
                "forecast:forecast", _("Forecast"), icon="trending-up", order=44, permission="forecast.see"
            )
        )
