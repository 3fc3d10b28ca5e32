"""The surveys room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "guanxi.web.surveys"
    label = "surveys"

    def ready(self) -> None:
        from guanxi.web.kit import nav

        nav.register(
            nav.Entry(
                "surveys:listed",
                _("Surveys"),
                icon="list",
                order=51,
                permission="surveys.see",
                also=("/surveys/",),
            )
        )
