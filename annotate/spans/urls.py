"""The desk of an article."""

from django.urls import path

from annotate.spans.views import desk, live, marks, rounds, work

app_name = "spans"

urlpatterns = [
    path("p/<slug:slug>/assign/", work.assign, name="assign"),
    path("p/<slug:slug>/rounds/", rounds.rounds, name="rounds"),
    path("p/<slug:slug>/rounds/open/", rounds.open_round, name="open_round"),
    path("p/<slug:slug>/rounds/<int:number>/", rounds.show_round, name="round"),
    path("p/<slug:slug>/rounds/<int:number>/deal/", rounds.deal_round, name="deal_round"),
    path("p/<slug:slug>/rounds/<int:number>/change/", rounds.change_round, name="change_round"),
    path("p/<slug:slug>/rounds/<int:number>/close/", rounds.close_round, name="close_round"),
    path("p/<slug:slug>/rounds/<int:number>/take/", rounds.take_next, name="take_next"),
    path("p/<slug:slug>/work/<int:assignment_id>/call-back/", rounds.call_back, name="call_back"),
    path("p/<slug:slug>/articles/<int:article_id>/decline/", rounds.decline, name="decline"),
    path("p/<slug:slug>/articles/<int:article_id>/spend/", rounds.spend, name="spend"),
    path("p/<slug:slug>/articles/<int:article_id>/", desk.desk, name="desk"),
    path("p/<slug:slug>/articles/<int:article_id>/changes/", desk.changes, name="changes"),
    path("p/<slug:slug>/articles/<int:article_id>/live/", live.ticket, name="live"),
    path("p/<slug:slug>/articles/<int:article_id>/reading.json", desk.reading, name="reading"),
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
