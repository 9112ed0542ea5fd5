"""Coverage: whether everyone at a key account who affects the sale is known, in touch with us, and trained."""
