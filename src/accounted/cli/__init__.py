"""The `accounted` command: one small file per verb, loaded only when that verb is used."""


def main() -> None:
    """Run the command line with the arguments of this process."""
    from accounted.cli.application import run

    run()
