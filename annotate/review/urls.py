"""Review of handed-in work."""

from django.urls import path

from annotate.review import views

app_name = "review"

urlpatterns = [
    path("p/<slug:slug>/articles/<int:article_id>/compare/", views.compare, name="compare"),
    path("p/<slug:slug>/review/", views.index, name="index"),
    path("p/<slug:slug>/review/<int:article_id>/", views.article, name="article"),
    path("p/<slug:slug>/review/<int:article_id>/decide/", views.decide, name="decide"),
    path(
        "p/<slug:slug>/review/<int:article_id>/decisions/<int:decision_id>/undo/",
        views.undo_decision,
        name="undo_decision",
    ),
    path("p/<slug:slug>/review/<int:article_id>/settle/", views.settle, name="settle"),
    path("p/<slug:slug>/review/<int:article_id>/reopen/", views.reopen, name="reopen"),
    path("p/<slug:slug>/review/<int:article_id>/return/", views.return_work, name="return_work"),
]
