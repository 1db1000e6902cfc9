"""The workspace in the browser. The room is kept free for its engine; nothing in it yet."""
