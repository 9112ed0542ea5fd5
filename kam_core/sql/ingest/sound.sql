-- One row a source: its records, the sound ones, what they add up to, and the first and last line with one.
SELECT
    source, count(*) AS records, count(*) FILTER (sound) AS sound,
    coalesce(sum(figure) FILTER (sound), 0) AS figures,
    min(line) FILTER (sound) AS first_line, max(line) FILTER (sound) AS last_line
FROM judged
GROUP BY source
ORDER BY source
