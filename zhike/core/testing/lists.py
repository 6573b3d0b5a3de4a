"""A list keeps to its questions: rows, count, views; whatever more it asks must be named by its test."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

SIGNED_IN = 4  # session, person, membership with organisation, unread notifications
OF_THE_LIST = 3  # rows, count, views with habits


def assert_list_budget(browser: Client, address: str, *, more: int = 0) -> Any:
    """Open a list and count. `more` is for prefetches and for the options of quick or active filters.

    Give the list more rows than a page and rows that differ, or an N+1 hides.
    """
    browser.get(address)  # what is kept per process or session is there now, as for every later visit
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(address)
    assert response.status_code == 200, response.status_code
    most = SIGNED_IN + OF_THE_LIST + more
    if len(asked) > most:
        lines = "\n".join(f"{number}. {query['sql'][:300]}" for number, query in enumerate(asked, 1))
        raise AssertionError(f"{address} asks the database {len(asked)} times, not {most}:\n{lines}")
    return response
