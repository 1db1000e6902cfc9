"""Where: a gazetteer that ships with the install. Find, disambiguate, contain, measure."""

from accounted.places.asking import Places
from accounted.places.cache import PlacesNotCached
from accounted.places.gazetteer import Gazetteer, UnknownPlace
from accounted.places.measure import kilometres, public_point
from accounted.places.place import Kind, Match, Mention, Place, Resolution

__all__ = [
    "Gazetteer",
    "Kind",
    "Match",
    "Mention",
    "Place",
    "Places",
    "PlacesNotCached",
    "Resolution",
    "UnknownPlace",
    "kilometres",
    "public_point",
]
