-- One row: the records below the headers and what their figures add up to, sound or not.
SELECT count(*) AS records, coalesce(sum(figure), 0) AS figures FROM judged
