"""The experience room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExperienceConfig(AppConfig):
    name = "guanxi.web.experience"
    label = "experience"

    def ready(self) -> None:
        from guanxi.web.kit import nav

        nav.register(
            nav.Entry(
                "experience:rounds",
                _("Experience"),
                icon="mood-smile",
                order=50,
                permission="experience.see",
                also=("/experience/",),
            )
        )
        nav.register(
            nav.Entry(
                "experience:drivers", _("Drivers"), icon="adjustments", order=51, permission="experience.see"
            )
        )
