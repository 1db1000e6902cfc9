"""Genetic data in an archive: sealed at rest, compared for the archive's own missing, run again."""
