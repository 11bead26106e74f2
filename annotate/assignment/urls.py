"""The articles of a project."""

from django.urls import path

from annotate.assignment import views

app_name = "assignment"

urlpatterns = [
    path("p/<slug:slug>/", views.articles, name="articles"),
    path("p/<slug:slug>/next/", views.next_article, name="next"),
]
