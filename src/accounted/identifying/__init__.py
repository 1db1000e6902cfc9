"""Whose remains: kinship, ante- and post-mortem evidence, joint assignment. The room is kept free for its engine; nothing in it yet."""
