"""Worlds that are committed, so that another process hears of them."""

from tests.browser.conftest import journal_can_be_emptied

__all__ = ["journal_can_be_emptied"]
