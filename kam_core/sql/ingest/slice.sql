-- One row a line of one slice of a text file, as text cells. Variables: slice (its path), slice_start (lines before it),
-- slice_width, slice_columns ({'c1': 'VARCHAR', …}), delimiter, quote. Nothing is detected and nothing skipped.
CREATE OR REPLACE TEMP VIEW slice AS
SELECT getvariable('slice_start')::BIGINT + row_number() OVER () AS line, getvariable('slice_width')::INTEGER AS cells, *
FROM read_csv(
    getvariable('slice'), columns = getvariable('slice_columns'), auto_detect = false, header = false,
    delim = getvariable('delimiter'), quote = getvariable('quote'), escape = getvariable('quote'), new_line = '\n',
    compression = 'none', strict_mode = true, null_padding = false, ignore_errors = false, nullstr = ''
)
