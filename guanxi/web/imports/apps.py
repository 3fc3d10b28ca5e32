"""The imports room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "guanxi.web.imports"
    label = "imports"

    def ready(self) -> None:
        from guanxi.web.imports import actions
        from guanxi.web.kit import nav, persons

        persons.register("imports", held=lambda who: {}, forget=actions.forget)

        nav.register(
            nav.Entry(
                "imports:every",
                _("Imports"),
                icon="file-import",
                order=91,
                permission="imports.see",
                also=("/data/imports/", "/data/changes/", "/data/history/", "/data/rules/"),
            )
        )
