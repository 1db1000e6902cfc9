"""The pages, one module for each group of them."""

PAGES = (
    "entering",
    "search",
    "reckoning",
    "entries",
    "entry_forms",
    "entry_asides",
    "pairs",
    "testimonies",
    "today",
    "add",
    "documents",
    "claims",
    "review",
)
