"""Whose remains: kinship, ante- and post-mortem evidence, joint assignment. The room is kept free."""
