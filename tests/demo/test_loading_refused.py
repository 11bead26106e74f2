"""The demo, refused: nothing of it is there afterwards."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest

from annotate.demo.loading import QuoteMissing, load_demo, read_plan
from annotate.projects.models import Project, User
from annotate.projects.refusals import Clash
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "bridge-dam-lamps-island"


@pytest.fixture
def plan() -> dict[str, Any]:
    """The plan as it is shipped."""
    return read_plan()


def test_a_quote_that_its_article_does_not_have_leaves_nothing_behind(plan: dict[str, Any], at: datetime) -> None:
    wrong = deepcopy(plan)
    wrong["articles"][-1]["spans"][-1]["quote"] = "nobody wrote this"
    with pytest.raises(QuoteMissing, match="nobody wrote this"):
        load_demo(wrong, password=PASSWORD, at=at)
    assert not Project.objects.exists()
    assert not User.objects.exists()


def test_somebody_who_is_there_already_is_never_made_a_person_of_the_demo(plan: dict[str, Any], at: datetime) -> None:
    ana = make_user("ana")
    with pytest.raises(Clash):
        load_demo(plan, password=PASSWORD, at=at)
    assert not Project.objects.exists()
    ana.refresh_from_db()
    assert not ana.check_password(PASSWORD)
