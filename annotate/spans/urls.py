"""The desk of an article."""

from django.urls import path

from annotate.spans.views import answers, copies, desk, links, live, marks, quote, rounds, talk, work

app_name = "spans"

ARTICLE = "p/<slug:slug>/articles/<int:article_id>/"
SPAN = f"{ARTICLE}spans/<int:span_id>/"

urlpatterns = [
    path("fetched-ahead.json", desk.fetched_ahead, name="fetched_ahead"),
    path("p/<slug:slug>/assign/", work.assign, name="assign"),
    path("p/<slug:slug>/rounds/", rounds.rounds, name="rounds"),
    path("p/<slug:slug>/rounds/open/", rounds.open_round, name="open_round"),
    path("p/<slug:slug>/rounds/<int:number>/", rounds.show_round, name="round"),
    path("p/<slug:slug>/rounds/<int:number>/deal/", rounds.deal_round, name="deal_round"),
    path("p/<slug:slug>/rounds/<int:number>/change/", rounds.change_round, name="change_round"),
    path("p/<slug:slug>/rounds/<int:number>/close/", rounds.close_round, name="close_round"),
    path("p/<slug:slug>/rounds/<int:number>/take/", rounds.take_next, name="take_next"),
    path("p/<slug:slug>/work/<int:assignment_id>/call-back/", rounds.call_back, name="call_back"),
    path(f"{ARTICLE}decline/", rounds.decline, name="decline"),
    path(f"{ARTICLE}spend/", rounds.spend, name="spend"),
    path("p/<slug:slug>/mentions/", talk.mentions, name="mentions"),
    path(ARTICLE, desk.desk, name="desk"),
    path(f"{ARTICLE}changes/", desk.changes, name="changes"),
    path(f"{ARTICLE}live/", live.ticket, name="live"),
    path(f"{ARTICLE}reading.json", desk.reading, name="reading"),
    path(f"{ARTICLE}found.json", desk.found, name="found"),
    path(f"{ARTICLE}quote/", quote.quote, name="quote"),
    path(f"{ARTICLE}spans/", desk.spans, name="spans"),
    path(f"{ARTICLE}spans/add/", marks.add_span, name="add_span"),
    path(SPAN, desk.span, name="span"),
    path(f"{SPAN}change/", marks.change_span, name="change_span"),
    path(f"{SPAN}delete/", marks.delete_span, name="delete_span"),
    path(f"{SPAN}restore/", marks.restore_span, name="restore_span"),
    path(f"{SPAN}history/", desk.history, name="history"),
    path(f"{SPAN}links/", links.links, name="links"),
    path(f"{SPAN}links/add/", links.add_link, name="add_link"),
    path(f"{SPAN}comments/add/", talk.add_comment, name="add_comment"),
    path(f"{ARTICLE}links/<int:link_id>/delete/", links.delete_link, name="delete_link"),
    path(f"{ARTICLE}links/<int:link_id>/restore/", links.restore_link, name="restore_link"),
    path(f"{ARTICLE}comments/<int:comment_id>/change/", talk.change_comment, name="change_comment"),
    path(f"{ARTICLE}comments/<int:comment_id>/delete/", talk.delete_comment, name="delete_comment"),
    path(f"{ARTICLE}undo/", marks.undo, name="undo"),
    path(f"{ARTICLE}redo/", marks.redo, name="redo"),
    path(f"{ARTICLE}questions/<slug:key>/", answers.answer_question, name="answer_question"),
    path(f"{ARTICLE}correction/", copies.correction, name="correction"),
    path(f"{ARTICLE}correction/copy/", copies.copy_spans, name="copy_spans"),
    path(f"{ARTICLE}hand-in/", work.hand_in, name="hand_in"),
    path(f"{ARTICLE}take-back/", work.take_back, name="take_back"),
]
