"""What can be wrong with the data of an identification, said so that the laboratory can mend it."""

from __future__ import annotations


class IdentifyingError(ValueError):
    """Data that cannot be used as they are; the message says what is wrong, where, and what to do."""


class InvalidLocus(IdentifyingError):
    """A locus, a frequency database or a mutation model that does not make sense."""


class InvalidProfile(IdentifyingError):
    """A genotype that cannot be: an unknown allele, too many alleles, a bad weight."""


class InvalidPedigree(IdentifyingError):
    """A family that cannot be: half-sexed parents, a person who is their own ancestor, impossible ages."""


class TooMany(IdentifyingError):
    """More combinations than the stated bound; the message says which bound and how to get below it."""
