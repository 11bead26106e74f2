"""The desk of an article."""

from django.urls import path

from annotate.spans.views import desk, marks, work

app_name = "spans"

urlpatterns = [
    path("fetched-ahead.json", desk.fetched_ahead, name="fetched_ahead"),
    path("p/<slug:slug>/assign/", work.assign, name="assign"),
    path("p/<slug:slug>/articles/<int:article_id>/", desk.desk, name="desk"),
    path("p/<slug:slug>/articles/<int:article_id>/changes/", desk.changes, name="changes"),
    path("p/<slug:slug>/articles/<int:article_id>/reading.json", desk.reading, name="reading"),
    path("p/<slug:slug>/articles/<int:article_id>/found.json", desk.found, name="found"),
    path("p/<slug:slug>/articles/<int:article_id>/spans/", desk.spans, name="spans"),
    path("p/<slug:slug>/articles/<int:article_id>/spans/add/", marks.add_span, name="add_span"),
    path("p/<slug:slug>/articles/<int:article_id>/spans/<int:span_id>/", desk.span, name="span"),
    path("p/<slug:slug>/articles/<int:article_id>/spans/<int:span_id>/change/", marks.change_span, name="change_span"),
    path("p/<slug:slug>/articles/<int:article_id>/spans/<int:span_id>/delete/", marks.delete_span, name="delete_span"),
    path(
        "p/<slug:slug>/articles/<int:article_id>/spans/<int:span_id>/restore/", marks.restore_span, name="restore_span"
    ),
    path("p/<slug:slug>/articles/<int:article_id>/undo/", marks.undo, name="undo"),
    path("p/<slug:slug>/articles/<int:article_id>/redo/", marks.redo, name="redo"),
    path("p/<slug:slug>/articles/<int:article_id>/hand-in/", work.hand_in, name="hand_in"),
    path("p/<slug:slug>/articles/<int:article_id>/take-back/", work.take_back, name="take_back"),
]
