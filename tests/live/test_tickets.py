"""Tickets: what was signed is read again, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core import signing
from django.test import override_settings

from annotate.live.tickets import LONGEST, NAME_LETTERS, NoTicket, Ticket, read_ticket

NOW = 1_800_000_000.0
TICKET = Ticket(
    article=2**53 - 1, person=7, audiences=(0, 7), meets=True, name="Ana 🚢", short="AN", until=int(NOW) + 300
)


def test_a_ticket_is_read_as_it_was_signed_and_fits_an_address() -> None:
    written = TICKET.signed()
    assert read_ticket(written, now=NOW) == TICKET
    long = replace(TICKET, name="🚢" * 120, audiences=(2**53 - 1, 2**53 - 2))
    assert read_ticket(long.signed(), now=NOW).name == "🚢" * NAME_LETTERS
    assert written.isascii()
    assert not set(written) & set("&=?# +/")


def test_it_is_good_until_its_time_is_over() -> None:
    written = TICKET.signed()
    assert read_ticket(written, now=TICKET.until - 1) == TICKET
    with pytest.raises(NoTicket):
        read_ticket(written, now=TICKET.until)


def test_one_that_another_installation_signed_is_none() -> None:
    with override_settings(SECRET_KEY="of-another-installation"):
        written = TICKET.signed()
    with pytest.raises(NoTicket):
        read_ticket(written, now=NOW)


def test_what_was_signed_for_something_else_is_none() -> None:
    with pytest.raises(NoTicket):
        read_ticket(signing.dumps([1, 2, [0], True, "Ana", "AN", TICKET.until]), now=NOW)


@pytest.mark.parametrize("place", range(0, 120, 7))
def test_no_letter_of_it_can_be_another(place: int) -> None:
    written = TICKET.signed()
    changed = written[:place] + ("A" if written[place] != "A" else "B") + written[place + 1 :]
    with pytest.raises(NoTicket):
        read_ticket(changed, now=NOW)


@pytest.mark.parametrize("written", ["", ":", "a:b:c", "é", "x" * (LONGEST + 1)])
def test_what_is_no_ticket_at_all_is_none(written: str) -> None:
    with pytest.raises(NoTicket):
        read_ticket(written, now=NOW)
