"""`accounted read --reader llm` against a server on this machine, which answers well and badly."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import pytest

# what tests share lies beside them; the folders are no packages
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

import local_model as local
import model_answers as answers

from accounted.cli.model_server import BadEndpoint, Endpoint, ModelServer, api_key
from accounted.reading.model import BadAnswer, NoAnswer


@pytest.fixture
def press(accounted, tmp_path) -> Path:
    path = accounted.directory / "press.txt"
    path.write_text(answers.STATEMENT, encoding="utf-8")
    return path


def read(accounted, press: Path, url: str, *more: object, reader: str = "llm", **environment: str):
    return accounted(
        "read", press, "--published", "2022-09-13", "--reader", reader,
        "--endpoint", url, "--model", "small", *more, **environment,
    )  # fmt: skip


def test_a_model_that_runs_here_reads_and_its_claims_are_those_of_the_text(accounted, press: Path):
    with local.serving(local.saying(answers.answer(*answers.GOOD))) as model:
        done = read(accounted, press, model.url, "--json")
    assert done.code == 0, done.err
    assert [c["excerpt"]["exact"] for c in done.json["claims"]] == [
        "At least 41 bodies", "57 bodies", "20 were women"
    ]  # fmt: skip
    assert done.json["reader"]["name"] == "llm" and done.json["reader"]["parameters"]["endpoint"] in model.url
    assert len(model.asked) == 1 and model.asked[0]["model"] == "small"
    assert "Authorization" not in model.headers[0]


def test_a_model_is_asked_who_was_harmed_how_and_how_near_and_believed_where_it_stands_there(
    accounted, press: Path
):
    press.write_text(answers.EVENTS, encoding="utf-8")
    bad = {**answers.OF_EVENTS[2], "id": "c9", "victims": {"text": "four nuns"}, "methods": ["99.99"]}
    bad["excerpt"] = {"exact": "beat the farmers", "start": None}
    with local.serving(local.saying(answers.answer(*answers.OF_EVENTS, bad))) as model:
        done = read(accounted, press, model.url, "--json")
    assert done.code == 0, done.err
    asked = model.asked[0]["response_format"]["json_schema"]["schema"]
    parts = asked["properties"]["claims"]["items"]["required"]
    assert {"methods", "victims", "body", "scope", "status", "proximity", "extent", "dates"} <= {*parts}
    case = next(c for c in done.json["claims"] if c["kind"] == "investigation")
    assert (case["body"]["text"], case["status"]) == ("Prosecutors", "open")
    one, other = (c for c in done.json["claims"] if c["kind"] == "act")
    assert {str(c["victims"] and c["victims"]["text"]) for c in (one, other)} == {"the farmers", "None"}
    assert "nuns" not in json.dumps(done.json["claims"])
    assert {w["message"].split(":")[0] for w in done.json["warnings"]} == {"words_not_found", "unknown_term"}


def test_nobody_is_asked_unless_a_model_is_named(accounted, press: Path):
    with local.serving(local.saying(answers.answer())) as model:
        assert accounted("read", press, OPENAI_BASE_URL=model.url, ACCOUNTED_MODEL_KEY="k").code == 0
        assert model.asked == []


def test_both_readers_are_shown_beside_each_other(accounted, press: Path):
    body = answers.answer(*answers.GOOD, answers.claim("He named no one"))
    with local.serving(local.saying(body)) as model:
        done = read(accounted, press, model.url, "--json", reader="both")
        shown = read(accounted, press, model.url, reader="both")
    told = done.json
    assert told["reader"]["name"] == "rules" and told["second"]["reader"]["name"] == "llm"
    standing = {c["id"]: c["agreement"] for c in (*told["claims"], *told["second"]["claims"])}
    assert {standing[pair[who]] for pair in told["agreement"]["agree"] for who in ("rules", "model")} == {
        "agree"
    }
    assert [standing[one] for one in told["agreement"]["only_model"]] == ["only_model"]
    assert "only the model" in shown.out and "only the rules" in shown.out and "both" in shown.out


def test_what_a_hallucinating_model_says_is_dropped_and_counted(accounted, press: Path):
    body = answers.answer(
        answers.tally("Some 900 children were shot", 900),
        answers.tally("57 bodies", 570),
        answers.claim("57 bodies", place={"text": "Mariupol"}),
    )
    with local.serving(local.saying(body)) as model:
        done = read(accounted, press, model.url, "--json")
    assert done.code == 0 and done.json["claims"] == []
    assert [w["message"].split(":")[0] for w in done.json["warnings"]] == [
        "excerpt_not_found", "number_not_read", "place_not_found"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (local.saying(b"<html>"), "the server did not answer in JSON"),
        (local.saying(answers.completion("Sure!")), "the model did not answer in JSON"),
        (local.saying(answers.completion('{"claims": [', "length")), "the answer breaks off"),
        (local.broken_off, "broke off its answer"),
        (local.hugely, "larger than 4 MiB"),
        (local.saying(b'{"error": "SECRET"}', 422), "refuses the request (422)"),
        (local.saying(b"{}", 302, Location="http://127.0.0.1:9/SECRET"), "sends us to another address (302)"),
        (local.saying(b"SECRET", 401), "refuses the key (401)"),
    ],
)
def test_an_answer_that_is_none_is_an_error_that_says_which_and_quotes_nothing(
    accounted, press, answer, says
):
    with local.serving(answer) as model:
        done = read(accounted, press, model.url)
    assert done.code == 1
    assert says in done.err and "Traceback" not in done.err
    assert "SECRET" not in done.err + done.out and "Sure!" not in done.err + done.out


def test_a_slow_answer_is_given_up_after_the_time_allowed(accounted, press: Path):
    with local.serving(local.slowly) as model:
        done = read(accounted, press, model.url, "--timeout", "1")
    assert done.code == 1 and "no whole answer within 1 seconds" in done.err


def test_an_endpoint_that_is_down_says_so_at_once(accounted, press: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = read(accounted, press, f"http://127.0.0.1:{port}/v1")
    assert done.code == 1 and "nobody answers there" in done.err


def test_an_unknown_model_is_named(accounted, press: Path):
    with local.serving(local.saying(b"{}", 404)) as model:
        model.models = ("other",)
        done = read(accounted, press, model.url)
    assert done.code == 1 and "does not know the model 'small'" in done.err


def test_no_proxy_of_the_environment_is_used(accounted, press: Path):
    with local.serving(local.saying(answers.answer(*answers.GOOD))) as model:
        nowhere = "http://127.0.0.1:9"
        done = read(accounted, press, model.url, http_proxy=nowhere, HTTP_PROXY=nowhere, ALL_PROXY=nowhere)
    assert done.code == 0 and len(model.asked) == 1


def test_another_machine_is_asked_only_by_express_order_and_with_a_warning(accounted, press: Path):
    refused = read(accounted, press, "https://model.invalid/v1")
    assert refused.code == 2 and "--allow-remote" in refused.err and "witnesses" in refused.err
    allowed = read(accounted, press, "http://model.invalid/v1", "--allow-remote")
    assert allowed.code == 1
    assert "is sent to whoever runs it" in allowed.err and "Use https" in allowed.err


def test_a_model_s_options_without_a_model_are_wrong_usage(accounted, press: Path):
    assert accounted("read", press, "--endpoint", "http://127.0.0.1:1").code == 2
    assert accounted("read", press, "--reader", "llm", "--model", "small").code == 2
    assert accounted("read", press, "--reader", "oracle").code == 2
    assert read(accounted, press, "ftp://127.0.0.1").code == 2
    assert read(accounted, press, "http://127.0.0.1:1", "--piece-size", "10").code == 2


def test_a_key_is_sent_to_the_endpoint_and_shown_nowhere(accounted, press: Path):
    with local.serving(local.saying(answers.answer(*answers.GOOD))) as model:
        done = read(accounted, press, model.url, "--json", ACCOUNTED_MODEL_KEY="k-environment")
        file = accounted.directory / "key.txt"
        file.write_text("k-file\n")
        also = read(accounted, press, model.url, "--api-key-file", file)
    assert [h["Authorization"] for h in model.headers] == ["Bearer k-environment", "Bearer k-file"]
    for text in (done.out, done.err, also.out, also.err):
        assert "k-environment" not in text and "k-file" not in text


def test_what_is_sent_does_not_name_the_file(accounted, press: Path):
    named = press.rename(press.with_name("told-by-olena.txt"))
    with local.serving(local.saying(answers.answer())) as model:
        read(accounted, named, model.url)
    assert "olena" not in json.dumps(model.asked[0])


# ---- in an archive


def test_in_an_archive_both_readings_are_kept_and_the_review_list_says_which_agree(accounted, archive, press):
    assert accounted("add", press, "--archive", archive, "--published", "2022-09-13").code == 0
    before = accounted("claims", "--archive", archive, "--json").json
    body = answers.answer(*answers.GOOD, answers.claim("He named no one"))
    with local.serving(local.saying(body)) as model:
        done = accounted(
            "reread",
            "--archive",
            archive,
            "--reader",
            "both",
            "--endpoint",
            model.url,
            "--model",
            "small",
            "--json",
        )
    assert (done.code, done.json["changed"], done.json["claims"]) == (0, 1, 4), done.err
    assert accounted("claims", "--archive", archive, "--json").json == before
    both = accounted("claims", "--archive", archive, "--reader", "both", "--json").json
    standing = {(one["excerpt"]["exact"], one["reader"]): one["agreement"] for one in both}
    assert standing["57 bodies", "llm"] == "agree" and standing["He named no one", "llm"] == "only_model"
    shown = accounted("claims", "--archive", archive, "--reader", "both").out
    assert "only the model" in shown and "both" in shown and "unreviewed" in shown
    only = accounted("claims", "--archive", archive, "--reader", "llm", "--json").json
    assert {one["reader"] for one in only} == {"llm"} and len(only) == 4
    assert accounted("verify", archive).code == 0


def test_an_archive_whose_model_is_down_says_so_and_is_unharmed(accounted, archive, press):
    accounted("add", press, "--archive", archive)
    done = accounted(
        "reread", "--archive", archive, "--reader", "llm", "--endpoint", "http://127.0.0.1:1", "--model", "m"
    )
    assert done.code == 1 and "nobody answers there" in done.err
    assert accounted("verify", archive).code == 0


# ---- the way to the server


def server(url: str, **more) -> ModelServer:
    return ModelServer(Endpoint.of(url), "small", pause=lambda _: None, **more)


def test_a_busy_server_is_asked_three_times_and_no_more():
    with local.serving(local.saying(b"{}", 503)) as model:
        with pytest.raises(NoAnswer, match="503"):
            server(model.url)(b"{}")
        assert len(model.asked) == 3


def test_a_server_that_was_busy_once_answers_the_second_time():
    codes = iter([429, 200])
    with local.serving(lambda handler, _: handler.reply(b"{}", next(codes))) as model:
        assert server(model.url)(b"{}") == b"{}"


def test_the_key_is_in_no_representation():
    assert "hidden" not in repr(server("http://127.0.0.1:1", key="hidden"))


def test_a_redirect_is_not_followed():
    with (
        local.serving(local.saying(b"{}")) as other,
        local.serving(local.saying(b"", 307, Location=other.url)) as model,
    ):
        with pytest.raises(NoAnswer):
            server(model.url)(b"{}")
        assert other.asked == []


@pytest.mark.parametrize(
    "url",
    ["", "127.0.0.1:80", "file:///etc/passwd", "http://", "http://user:pass@127.0.0.1", "http://127.0.0.1/?a=b",
     "http://127.0.0.1:99999", "http://127.0.0.1/ x", "http://[::1", "gopher://127.0.0.1",
     "http://127.0.0.1/\r\nX: y"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str):
    with pytest.raises(BadEndpoint):
        Endpoint.of(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/v1",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://0.0.0.0:80",
    ],
)
def test_only_this_machine_counts_as_this_machine(url: str):
    with pytest.raises(BadEndpoint, match="not this machine"):
        Endpoint.of(url)
    assert not Endpoint.of(url, allow_remote=True).here


def test_an_address_may_be_given_with_or_without_its_path():
    for url in (
        "http://localhost:8080",
        "http://localhost:8080/v1",
        "http://localhost:8080/v1/chat/completions",
    ):
        assert (Endpoint.of(url).path, Endpoint.of(url).port) == ("/v1", 8080)
    assert Endpoint.of("http://[::1]:1/x/").shown == "http://[::1]:1"


def test_a_name_that_leads_elsewhere_is_not_this_machine(monkeypatch: pytest.MonkeyPatch):
    with local.serving(local.saying(b"{}")) as model:
        monkeypatch.setattr("accounted.cli.model_server._loopback", lambda host: False)
        local_name = model.url.replace("127.0.0.1", "localhost")
        with pytest.raises(NoAnswer, match="leads to another machine"):
            server(local_name)(b"{}")
        assert model.asked == []


def test_a_key_file_that_holds_no_key_is_refused_without_showing_it(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("hidden\nhidden2")
    with pytest.raises(BadEndpoint) as refused:
        api_key(file)
    assert "hidden" not in str(refused.value).replace(str(file), "")
    file.write_text(" \n")
    assert api_key(file) is None and api_key(None, {}) is None
    with pytest.raises(BadEndpoint):
        api_key(tmp_path / "none")


def test_an_answer_that_breaks_off_is_a_bad_answer():
    with local.serving(local.broken_off) as model, pytest.raises(BadAnswer):
        server(model.url)(b"{}")
