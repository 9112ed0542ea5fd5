"""The page of service, part by part, from the sentence to how it was computed."""
