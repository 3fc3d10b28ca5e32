"""The addresses of the accounts room."""

from django.urls import path

from guanxi.web.accounts import people_views, views

app_name = "accounts"

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/language/", views.language, name="language"),
    path("settings/appearance/", views.appearance, name="appearance"),
    path("settings/password/", views.password, name="password"),
    path("settings/tokens/", views.make_token, name="make_token"),
    path("settings/tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("people/", people_views.people, name="people"),
    path("people/invite/", people_views.invite, name="invite"),
    path("people/<int:pk>/link/", people_views.new_link, name="new_link"),
    path("people/<int:pk>/role/", people_views.change_role, name="change_role"),
    path("people/<int:pk>/active/", people_views.set_active, name="set_active"),
    path("welcome/<str:key>/<str:token>/", people_views.welcome, name="welcome"),
]
