"""The asking room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AskingConfig(AppConfig):
    name = "guanxi.web.asking"
    label = "asking"

    def ready(self) -> None:
        from guanxi.web.asking import actions, jobs, queries
        from guanxi.web.customers import merged
        from guanxi.web.kit import nav, persons
        from guanxi.web.turns import afterwards

        nav.register(
            nav.Entry(
                "asking:overview",
                _("Surveys by link"),
                icon="list-details",
                order=52,
                permission="asking.see",
                also=("/asking/",),
            )
        )
        merged.carries("asking.Invitation")
        persons.register("asking", held=queries.held_of, forget=actions.forget)
        afterwards.register("asking.take", jobs.after_turn)
