"""The options of the second reader, and what they ask for. Without them no model is ever contacted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from accounted.claims import Document, ReaderIdentity, Reading
    from accounted.places import Gazetteer
    from accounted.reading.model import Model
    from accounted.reading.model.second_reader import Ask

READERS = ("rules", "llm", "both")
RULES = "rules"

ReaderOption = Annotated[
    str,
    typer.Option("--reader", help="Who reads: rules, llm (a language model that you run), or both."),
]
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint", help="Of llm: the address of its OpenAI-compatible server: http://127.0.0.1:8080/v1."
    ),
]
ModelOption = Annotated[str | None, typer.Option("--model", help="Of llm: the model's name at that server.")]
RemoteOption = Annotated[
    bool,
    typer.Option(
        "--allow-remote",
        help="The endpoint may be another machine: the text, with the witnesses in it, is sent there.",
    ),
]
KeyFileOption = Annotated[
    Path | None,
    typer.Option("--api-key-file", help="A file with the endpoint's key; else ACCOUNTED_MODEL_KEY is used."),
]
PieceOption = Annotated[
    int | None, typer.Option("--piece-size", help="The most characters sent at once (500 to 100000; 4000).")
]
TimeoutOption = Annotated[
    float | None, typer.Option("--timeout", min=1.0, help="Seconds to wait for one answer (300).")
]


@dataclass(frozen=True)
class SecondReader:
    """A model and the way to it. `elsewhere` is its address where that is another machine."""

    model: Model
    ask: Ask
    elsewhere: str | None

    def identity(self, lexicon: str) -> ReaderIdentity:
        """Which model, and with what settings."""
        return self.model.identity(lexicon)

    def read(self, document: Document, gazetteer: Gazetteer) -> Reading:
        """What the model says of a document, as far as it stands in the text."""
        from accounted.reading.model import read_with_model

        return read_with_model(document, model=self.model, ask=self.ask, gazetteer=gazetteer)


def second_reader(
    reader: str,
    *,
    endpoint: str | None,
    model: str | None,
    allow_remote: bool,
    key_file: Path | None,
    piece_size: int | None,
    timeout: float | None,
) -> SecondReader | None:
    """The model that was asked for; None for the rules alone. Warns of what leaves this machine.

    Raises:
        typer.BadParameter: an unknown reader, a model without endpoint or name, or an address that is none.
    """
    if reader not in READERS:
        raise typer.BadParameter(
            f"there is no reader {reader!r}; choose {', '.join(READERS)}.", param_hint="--reader"
        )
    given = {
        "--endpoint": endpoint, "--model": model, "--api-key-file": key_file, "--piece-size": piece_size,
        "--timeout": timeout, "--allow-remote": allow_remote or None,
    }  # fmt: skip
    if reader == RULES:
        if idle := [name for name, value in given.items() if value is not None]:
            raise typer.BadParameter(f"{idle[0]} is for a language model; add --reader llm or --reader both.")
        return None
    if endpoint is None or not model:
        raise typer.BadParameter(
            "a language model needs --endpoint URL and --model NAME.", param_hint="--reader"
        )

    from accounted.cli.model_server import SECONDS, BadEndpoint, Endpoint, ModelServer, api_key
    from accounted.reading.model import Model
    from accounted.reading.model.pieces import USUAL

    try:
        address = Endpoint.of(endpoint, allow_remote=allow_remote)
        server = ModelServer(address, model, api_key(key_file), timeout or SECONDS)
        chosen = Model(model, address.shown, piece_size or USUAL)
    except (BadEndpoint, ValueError) as error:
        raise typer.BadParameter(f"{error}.") from None
    for warning in address.warnings():
        typer.echo(f"accounted: {warning}", err=True)
    return SecondReader(chosen, server, None if address.here else address.shown)
