-- One row: whether there are records, all of them sound.
SELECT coalesce(bool_and(sound), false) AS clean FROM judged
