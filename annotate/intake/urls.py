"""The ways in."""

from django.urls import path

from annotate.intake import views

app_name = "intake"

urlpatterns = [
    path("p/<slug:slug>/import/", views.add, name="add"),
    path("p/<slug:slug>/import/paste/", views.paste, name="paste"),
    path("p/<slug:slug>/articles/<int:article_id>/correct/", views.correct, name="correct"),
    path("p/<slug:slug>/import/files/", views.upload, name="upload"),
]
