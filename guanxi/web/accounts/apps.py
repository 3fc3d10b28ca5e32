"""The accounts room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "guanxi.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from guanxi.web.kit.nav import Entry, register

        own, manage = "accounts.own_settings", "accounts.manage"
        register(Entry("accounts:people", _("People"), icon="users-group", order=95, permission=manage))
        register(Entry("accounts:settings", _("Settings"), icon="settings", order=99, permission=own))
