"""The page of one account, part by part, from the sentence to how it was computed."""
