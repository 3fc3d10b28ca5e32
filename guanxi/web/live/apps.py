"""The live room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "guanxi.web.live"
    label = "live"

    def ready(self) -> None:
        from guanxi.web.kit import nav

        nav.register(
            nav.Entry(
                "live:page",
                _("Live facts"),
                icon="arrows-exchange",
                order=92,
                permission="live.see",
                also=("/data/live/",),
            )
        )
