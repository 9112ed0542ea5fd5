-- One row a line of one slice, as in slice.sql, with outer blanks (variable blanks) taken off every cell.
CREATE OR REPLACE TEMP VIEW slice AS
SELECT
    getvariable('slice_start')::BIGINT + row_number() OVER () AS line, getvariable('slice_width')::INTEGER AS cells,
    nullif(trim(COLUMNS(*), getvariable('blanks')), '')
FROM read_csv(
    getvariable('slice'), columns = getvariable('slice_columns'), auto_detect = false, header = false,
    delim = getvariable('delimiter'), quote = getvariable('quote'), escape = getvariable('quote'), new_line = '\n',
    compression = 'none', strict_mode = true, null_padding = false, ignore_errors = false, nullstr = ''
)
