"""The same person on many lists: which records are one person. The room is kept free for its engine."""
