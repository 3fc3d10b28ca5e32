"""The overview room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    name = "guanxi.web.overview"
    label = "overview"

    def ready(self) -> None:
        from guanxi.web.kit import nav
        from guanxi.web.overview.jobs import compare_warnings, summarise
        from guanxi.web.turns import afterwards

        nav.register(
            nav.Entry(
                "overview:overview",
                _("Overview"),
                icon="layout-dashboard",
                order=20,
                permission="overview.see",
                home_of=("owner", "manager", "analyst", "viewer"),
            )
        )
        nav.register(
            nav.Entry(
                "overview:said", _("Satisfaction"), icon="heart", order=52, permission="overview.see_said"
            )
        )
        nav.register(
            nav.Entry("overview:outcomes", _("Outcomes"), icon="target", order=80, permission="overview.see")
        )
        afterwards.register("overview.summary", summarise)
        afterwards.register("overview.warnings", compare_warnings)
