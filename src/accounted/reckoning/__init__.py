"""How many, as the sources allow, and why. The room is kept free for its engine."""
