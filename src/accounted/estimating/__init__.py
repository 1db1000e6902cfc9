"""How many nobody listed: multiple systems estimation. The room is kept free for its engine; nothing in it yet."""
