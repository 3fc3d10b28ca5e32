"""The quality room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityConfig(AppConfig):
    name = "guanxi.web.quality"
    label = "quality"

    def ready(self) -> None:
        from guanxi.web.kit import business, facts_changed, nav
        from guanxi.web.quality import jobs, queries

        business.provide(doubts=queries.doubts)
        facts_changed.register("quality.look", jobs.look_soon)
        nav.register(
            nav.Entry(
                "quality:quality",
                _("Data quality"),
                icon="checkup-list",
                order=92,
                permission="quality.see",
            )
        )
