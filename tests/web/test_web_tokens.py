"""Tokens for programs: shown once, never wider than their owner, ended by time, by hand or the account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from test_web_sign_in import with_factor

from accounted.record.docket import DecisionRefused
from accounted.web.access import tokens


def made(workspace: Any, owner: str = "analyst", /, **given: Any) -> tuple[Any, str]:
    now = workspace.archive.now()
    return tokens.create(
        workspace.user(owner),
        **{
            "title": "figures for the site",
            "role": owner,
            "archive": workspace.archive.id,
            "expires": now + timedelta(days=30),
            "now": now,
        }
        | given,
    )


def test_a_token_stands_for_its_owner_and_is_kept_as_a_hash(workspace: Any) -> None:
    row, token = made(workspace)
    assert tokens.user_of(token).username == "analyst"
    row.refresh_from_db()
    assert token not in {str(value) for value in vars(row).values()}
    assert row.last_used is not None


def test_a_token_of_a_narrower_role_does_no_more_than_that_role(workspace: Any) -> None:
    _, token = made(workspace, "lead", role="reviewer")
    assert tokens.user_of(token).role == "reviewer"
    assert workspace.user("lead").role == "lead"


@pytest.mark.parametrize(
    ("owner", "wanted"), [("analyst", "lead"), ("data_viewer", "auditor"), ("intake", "reviewer")]
)
def test_no_token_is_wider_than_its_owner(workspace: Any, owner: str, wanted: str) -> None:
    with pytest.raises(DecisionRefused, match="no token does more than its owner"):
        made(workspace, owner, role=wanted)


def test_a_token_ends_with_its_time_by_hand_and_with_the_account(workspace: Any) -> None:
    now = workspace.archive.now()
    _, token = made(workspace)
    assert tokens.user_of(token, now=now + timedelta(days=31)) is None
    row, revoked = made(workspace)
    tokens.revoke(row, now=now)
    assert tokens.user_of(revoked) is None
    user = workspace.user("analyst")
    user.is_active = False
    user.save()
    assert tokens.user_of(token) is None


def test_a_token_is_no_good_once_its_owner_may_less(workspace: Any) -> None:
    _, token = made(workspace)
    user = workspace.user("analyst")
    user.role = "reviewer"
    user.save()
    assert tokens.user_of(token) is None


def test_a_token_of_one_archive_opens_no_other(workspace: Any) -> None:
    _, token = made(workspace)
    assert tokens.user_of(token, archive="another-archive") is None


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_token_lasts_at_most_a_year(workspace: Any, days: int) -> None:
    with pytest.raises(DecisionRefused, match="within a year"):
        made(workspace, expires=workspace.archive.now() + timedelta(days=days, seconds=-1))


def test_a_token_of_somebody_without_the_required_second_factor_opens_nothing(workspace: Any) -> None:
    _, token = made(workspace)
    with override_settings(ACCOUNTED_REQUIRE_MFA=True):
        assert tokens.user_of(token) is None
        with_factor(workspace, "analyst")
        assert tokens.user_of(token) is not None
