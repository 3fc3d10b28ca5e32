"""The addresses of the customers room: what is done to customers; their pages are the insight room's."""

from django.urls import path

from guanxi.web.customers import views

app_name = "customers"

urlpatterns = [
    path("customers/reassign/", views.reassign, name="reassign"),
    path("customers/return/", views.return_to_pool, name="return_to_pool"),
    path("customers/hand-overs/<str:batch>/undo/", views.undo_hand_over, name="undo_hand_over"),
    path("customers/claim/", views.claim, name="claim"),
    path("customers/notes/", views.write_note, name="write_note"),
    path("customers/notes/<int:pk>/", views.edit_note, name="edit_note"),
    path("customers/notes/<int:pk>/withdraw/", views.withdraw_note, name="withdraw_note"),
    path("customers/notes/<int:pk>/restore/", views.restore_note, name="restore_note"),
]
