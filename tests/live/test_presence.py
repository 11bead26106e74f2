"""Who is here: as pages say, and forgotten when they stop."""

from __future__ import annotations

from annotate.live.news import Sight
from annotate.live.presence import FORGET_SECONDS, MOST_SHOWN, Presence

ANA = Sight(article=12, person=1, name="Ana", short="AN", row=4, here=True)
BEN = ANA._replace(person=2, name="Ben", short="BE", row=None)


def test_people_come_move_and_leave() -> None:
    presence = Presence()
    presence.take_all([ANA, BEN], now=0.0)
    assert presence.people(12) == ([ANA, BEN], 0)
    assert list(presence.changed()) == [12]
    presence.take(ANA, now=1.0)
    assert list(presence.changed()) == []
    presence.take(ANA._replace(row=5), now=2.0)
    presence.take(BEN._replace(here=False), now=2.0)
    assert list(presence.changed()) == [12]
    assert presence.people(12) == ([ANA._replace(row=5)], 0)
    assert presence.people(13) == ([], 0)


def test_who_says_nothing_for_long_is_gone() -> None:
    presence = Presence()
    presence.take(ANA, now=0.0)
    presence.take(BEN, now=10.0)
    list(presence.changed())
    presence.forget(now=FORGET_SECONDS)
    assert presence.people(12) == ([BEN], 0)
    assert list(presence.changed()) == [12]
    presence.forget(now=FORGET_SECONDS + 10.0)
    assert presence == Presence(_changed={12})


def test_somebody_who_left_the_project_is_nowhere() -> None:
    presence = Presence()
    presence.take_all([ANA, ANA._replace(article=13), BEN], now=0.0)
    presence.leave(ANA.person)
    assert presence.people(12) == ([BEN], 0)
    assert presence.people(13) == ([], 0)


def test_of_a_crowd_those_who_came_first_are_named_and_the_others_counted() -> None:
    presence = Presence()
    crowd = [ANA._replace(person=number) for number in range(MOST_SHOWN + 5)]
    presence.take_all(crowd, now=0.0)
    presence.take(crowd[0]._replace(row=9), now=1.0)
    shown, others = presence.people(12)
    assert [who.person for who in shown] == list(range(MOST_SHOWN))
    assert others == 5
