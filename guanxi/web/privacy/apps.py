"""The privacy room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "guanxi.web.privacy"
    label = "privacy"

    def ready(self) -> None:
        from guanxi.web.kit import nav

        nav.register(
            nav.Entry(
                "privacy:person",
                _("Privacy"),
                icon="key",
                order=94,
                permission="privacy.see",
                also=("/data/privacy/",),
            )
        )
