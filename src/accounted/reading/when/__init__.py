"""When: the words of date in a text, how each is reckoned, and what it is the date of."""
