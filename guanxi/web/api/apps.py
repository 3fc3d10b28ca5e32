"""The api room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "guanxi.web.api"
    label = "api"

    def ready(self) -> None:
        from guanxi.web.kit import nav

        nav.register(nav.Entry("api:docs", _("API"), icon="api", order=98, permission="api.use"))
