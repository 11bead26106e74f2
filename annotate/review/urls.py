"""Review of handed-in work."""

from django.urls import path

from annotate.review.views import decisions, outcomes, pages, settling

app_name = "review"

HERE = "p/<slug:slug>/review/<int:article_id>/"

urlpatterns = [
    path("p/<slug:slug>/articles/<int:article_id>/compare/", pages.compare, name="compare"),
    path("p/<slug:slug>/articles/<int:article_id>/outcomes/", outcomes.outcomes, name="outcomes"),
    path("p/<slug:slug>/review/", pages.index, name="index"),
    path(HERE, pages.article, name="article"),
    path(f"{HERE}changes/", pages.changes, name="changes"),
    path(f"{HERE}comment/", decisions.comment, name="comment"),
    path(f"{HERE}answers/decide/", decisions.decide_answer, name="decide_answer"),
    path(f"{HERE}decide/", decisions.decide, name="decide"),
    path(f"{HERE}decide-many/", decisions.decide_many, name="decide_many"),
    path(f"{HERE}decisions/<int:decision_id>/pin/", decisions.pin_decision, name="pin_decision"),
    path(f"{HERE}decisions/<int:decision_id>/undo/", decisions.undo_decision, name="undo_decision"),
    path(f"{HERE}history/", pages.history, name="history"),
    path(f"{HERE}reopen/", settling.reopen, name="reopen"),
    path(f"{HERE}return/", settling.return_work, name="return_work"),
    path(f"{HERE}settle/", settling.settle, name="settle"),
    path(f"{HERE}undo/", decisions.undo, name="undo"),
]
