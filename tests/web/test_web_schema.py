"""The interface does what its description says: requests made from it are answered in shape."""

from __future__ import annotations

from datetime import timedelta

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def served(made_workspace, tmp_path_factory):
    """A workspace these tests may write to."""
    import shutil

    from accounted.web import workspace

    path = tmp_path_factory.mktemp("described") / "archive"
    shutil.copytree(made_workspace, path)
    workspace.configure(path, secret="of-the-tests" * 5)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def described(served):
    """The description, read once: what it says of an operation is the same whoever asks."""
    from django.core.wsgi import get_wsgi_application

    served.archive()
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def token(served, role):
    """A token of that role with which to ask."""
    from accounted.web.access import tokens
    from accounted.web.models import User

    now = served.archive().now()
    _, secret = tokens.create(
        User.objects.get(username=role),
        title="tests",
        role=role,
        archive=served.archive().id,
        expires=now + timedelta(days=1),
        now=now,
    )
    return {"Authorization": f"Bearer {secret}"}


# The analyst's token asks everything; each of the others a third, so that two more roles ask every operation,
# of which one may less.
EXAMPLES = {"analyst": 3, "lead": 1, "data_viewer": 1, "reviewer": 1, "intake": 1, "auditor": 1, "owner": 1}


@pytest.mark.slow
@pytest.mark.parametrize("role", EXAMPLES)
def test_every_operation_answers_as_described_whatever_the_role_of_the_token(served, described, role):
    wrong = []
    part = list(EXAMPLES).index(role) % 3
    headers = token(served, role)
    for number, result in enumerate(described.get_all_operations()):
        operation = result.ok()
        if operation.path.endswith(ENDS_THE_TOKEN) or (role != "analyst" and number % 3 != part):
            continue

        @settings(
            max_examples=EXAMPLES[role],
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case):
            case.call_and_validate(checks=CHECKS, headers=headers)

        try:
            ask()
        except (Exception, FailureGroup) as trouble:
            wrong.append(f"{operation.method.upper()} {operation.path}: {trouble}")
    assert not wrong, f"{len(wrong)} operations:\n" + "\n\n".join(one[:1_500] for one in wrong)


ENDS_THE_TOKEN = ("/pages/administration/lock/set", "/pages/tokens/{token}/revoke")
