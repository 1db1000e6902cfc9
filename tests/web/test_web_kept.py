"""Answers that take long: made once, beside the requests of a server, and never old without saying so."""

from __future__ import annotations

import copy
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from accounted.record.sight import Sight
from accounted.web import kept


class Log:
    """An archive as `kept` knows it."""

    def __init__(self) -> None:
        self.id = f"archive-{id(self)}"
        self.path = Path("/archives") / self.id
        self.store = SimpleNamespace(size=10)

    def now(self) -> str:
        return f"moment {self.store.size}"


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def served(monkeypatch):
    monkeypatch.setattr(kept, "_served", True)
    monkeypatch.setattr(kept, "MOMENT", 20.0)


def test_an_answer_is_made_once_for_a_state_of_the_log(log):
    made = []
    for _ in range(3):
        assert kept.exact(log, "figure", lambda: made.append(1) or len(made)).value == 1
    log.store.size += 1
    assert kept.exact(log, "figure", lambda: made.append(1) or len(made)).value == 2


def test_a_copy_of_an_archive_has_answers_of_its_own(log, served):
    other = copy.copy(log)
    other.path = log.path.with_name("copy")
    assert (other.id, other.store.size) == (log.id, log.store.size)
    assert kept.exact(log, "figure", lambda: "of the first").value == "of the first"
    assert kept.exact(other, "figure", lambda: "of the copy").value == "of the copy"
    assert kept.latest(log, "places", lambda: "of the first").value == "of the first"
    assert kept.latest(other, "places", lambda: "of the copy").value == "of the copy"


def test_without_a_server_the_latest_answer_is_that_of_the_log_as_it_is(log):
    assert kept.latest(log, "places", lambda: "old").value == "old"
    log.store.size += 1
    assert kept.latest(log, "places", lambda: "new").value == "new"


def test_beside_a_server_the_last_answer_is_shown_and_says_of_when_it_is(log, served, monkeypatch):
    assert kept.latest(log, "places", lambda: "old").value == "old"
    log.store.size += 2
    done = threading.Event()
    shown = kept.latest(log, "places", lambda: done.set() or "new")
    assert (shown.value, shown.since(log)) == ("old", 2)
    assert kept.told(shown, log) == {"working": False, "at": "moment 10", "lines": 2}
    assert done.wait(20)
    kept.exact(log, "after it", lambda: None)  # the one worker has come round
    assert kept.latest(log, "places", lambda: "newer").value == "new"


def test_a_figure_is_never_that_of_an_older_log(log, served, monkeypatch):
    assert kept.exact(log, "figure", lambda: 1).value == 1
    log.store.size += 1
    monkeypatch.setattr(kept, "MOMENT", 0.01)
    go_on = threading.Event()
    assert kept.exact(log, "figure", lambda: go_on.wait(20) and 2) is None
    assert kept.told(None, log)["working"]
    go_on.set()
    monkeypatch.setattr(kept, "MOMENT", 20.0)
    assert kept.exact(log, "figure", lambda: 3).value == 2


def test_what_goes_wrong_is_told_to_who_asked_and_tried_again(log, served):
    def wrong():
        raise ValueError("no such day")

    with pytest.raises(ValueError, match="no such day"):
        kept.exact(log, "figure", wrong)
    assert kept.exact(log, "figure", lambda: 4).value == 4


def test_who_may_see_the_same_shares_an_answer(monkeypatch):
    monkeypatch.setattr(Sight, "hides_by_group", False)
    one = Sight(confidentiality=("public", "internal"), groups=frozenset({"a"}))
    other = Sight(confidentiality=("internal", "public"), groups=frozenset())
    assert kept.seen_by(one) == kept.seen_by(other)
    assert kept.seen_by(one) != kept.seen_by(Sight(confidentiality=("public", "internal"), names=False))


@pytest.mark.parametrize("address", ["/", "/graph/", "/reckoning/"])
def test_a_page_that_is_not_worked_out_yet_says_so_and_asks_again(client_as, monkeypatch, address):
    monkeypatch.setattr(kept, "latest", lambda *asked: None)
    page = client_as("lead").get(address)
    assert page.status_code == 200
    assert b"data-working" in page.content and b"Ask again" in page.content
