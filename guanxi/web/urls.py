"""Every address of the application; a room's own addresses are in its `urls.py`."""

from django.contrib import admin
from django.urls import include, path

from guanxi.web.accounts.sign_in import SignIn
from guanxi.web.kit import views as kit

urlpatterns = [
    path("", kit.home, name="home"),
    path("health/", kit.health, name="health"),
    path("account/login/", SignIn.as_view(), name="account_login"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("guanxi.web.kit.urls")),
    path("", include("guanxi.web.accounts.urls")),
    path("", include("guanxi.web.customers.urls")),
    path("", include("guanxi.web.imports.urls")),
    path("", include("guanxi.web.live.urls")),
    path("", include("guanxi.web.identity.urls")),
    path("", include("guanxi.web.quality.urls")),
    path("", include("guanxi.web.privacy.urls")),
    path("", include("guanxi.web.insight.urls")),
    path("", include("guanxi.web.followups.urls")),
    path("", include("guanxi.web.turns.urls")),
    path("", include("guanxi.web.asking.urls")),
    path("", include("guanxi.web.surveys.urls")),
    path("", include("guanxi.web.overview.urls")),
    path("", include("guanxi.web.forecast.urls")),
    path("", include("guanxi.web.planning.urls")),
    path("", include("guanxi.web.experience.urls")),
    path("", include("guanxi.web.texts.urls")),
    path("", include("guanxi.web.api.urls")),
]

handler400 = "guanxi.web.kit.views.bad_request"
handler403 = "guanxi.web.kit.views.not_allowed"
handler404 = "guanxi.web.kit.views.not_found"
handler500 = "guanxi.web.kit.views.server_error"
