"""The addresses of the privacy room."""

app_name = "privacy"

urlpatterns: list = []
