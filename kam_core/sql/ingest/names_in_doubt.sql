-- One row: whether any customer is said in words that may be no customer. View said.
-- Parameters: exact (as written), folded (lower case), part (a regular expression over lower case).
SELECT count(*) > 0
FROM said
WHERE list_contains($exact::VARCHAR[], who) OR list_contains($folded::VARCHAR[], lower(who))
    OR regexp_matches(lower(who), $part)
