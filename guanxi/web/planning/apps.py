"""The planning room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "guanxi.web.planning"
    label = "planning"

    def ready(self) -> None:
        from guanxi.web.kit import nav

        nav.register(
            nav.Entry(
                "planning:ltv",
                _("Planning"),
                icon="calculator",
                order=45,
                permission="planning.see",
                also=("/planning/",),
            )
        )
