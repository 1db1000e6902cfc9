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
def described(made_workspace, tmp_path_factory):
    """The description, of a workspace these tests may write to, with a token of its owner."""
    import shutil

    from django.core.wsgi import get_wsgi_application

    from accounted.web import workspace
    from accounted.web.access import tokens
    from accounted.web.models import User

    path = tmp_path_factory.mktemp("described") / "archive"
    shutil.copytree(made_workspace, path)
    workspace.configure(path, secret="of-the-tests" * 5)
    owner = User.objects.get(username="analyst")
    now = workspace.archive().now()
    _, secret = tokens.create(
        owner,
        title="tests",
        role="analyst",
        archive=workspace.archive().id,
        expires=now + timedelta(days=1),
        now=now,
    )
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    schema.config.update(headers={"Authorization": f"Bearer {secret}"})
    yield schema
    workspace.close()


EXAMPLES = 3


def test_every_operation_answers_as_described(described):
    wrong = []
    for result in described.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case):
            case.call_and_validate(checks=CHECKS)

        try:
            ask()
        except (Exception, FailureGroup) as trouble:
            wrong.append(f"{operation.method.upper()} {operation.path}: {trouble}")
    assert not wrong, f"{len(wrong)} operations:\n" + "\n\n".join(one[:1_500] for one in wrong)
