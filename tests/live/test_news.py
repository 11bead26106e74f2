"""What processes tell each other: read as it was written, in lines that NOTIFY can carry."""

from __future__ import annotations

import pytest

from annotate.live.news import LONGEST, Echo, Left, News, Seen, Sight, Topic, read, seen

ANA = Sight(article=12, person=3, name="Ana", short="AN", row=4, here=True)


@pytest.mark.parametrize(
    "message",
    [
        News(Topic(2**53 - 1, 0), 17),
        News(Topic(12, 2**53 - 1)),
        Left(3),
        Echo("a1"),
        Seen("a1", (ANA, ANA._replace(row=None, here=False))),
    ],
)
def test_a_line_is_read_as_it_was_written(message: News | Left | Echo | Seen) -> None:
    assert read(message.line()) == message


@pytest.mark.parametrize("line", ["", "news", "news 1 2", "news a b c", "seen a1 [[1]]", "seen a1 {", "later 1 2 3"])
def test_a_line_that_says_nothing_is_passed_over(line: str) -> None:
    assert read(line) is None


def test_however_many_people_there_are_every_line_is_short_enough_and_none_is_left_out() -> None:
    people = [ANA._replace(person=number, name="🚢" * 120) for number in range(60)]
    messages = list(seen("a1", people))
    assert len(messages) > 1
    assert all(len(message.line().encode()) <= LONGEST for message in messages)
    assert [sight for message in messages for sight in message.sights] == people
