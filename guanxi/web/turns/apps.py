"""The turns room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TurnsConfig(AppConfig):
    name = "guanxi.web.turns"
    label = "turns"

    def ready(self) -> None:
        from guanxi.web.kit import nav
        from guanxi.web.quality.jobs import look_now
        from guanxi.web.turns import afterwards

        afterwards.register("quality.look", look_now)
        nav.register(nav.Entry("turns:data", _("Data"), icon="database", order=90, permission="turns.see"))
