"""A second reader: a language model that the user runs, of which nothing is believed unchecked."""

from accounted.reading.model.agreement import Agreement, compare
from accounted.reading.model.answers import BadAnswer, ModelTrouble, NoAnswer, NothingRead
from accounted.reading.model.second_reader import Ask, Model, read_with_model

__all__ = [
    "Agreement", "Ask", "BadAnswer", "Model", "ModelTrouble", "NoAnswer", "NothingRead",
    "compare", "read_with_model",
]  # fmt: skip
