"""What each page answers beside the ranking and the season: one module a page, all of one shape (answer.py)."""
