"""The workspace in the browser. The room is kept free."""
