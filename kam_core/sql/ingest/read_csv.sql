-- One row a line of $source, a UTF-8 slice of delimited text with LF line ends, written to $target as text cells.
-- $start: number of the line before the slice's first. $width: cells of every line (another number is an error).
-- $columns: {'c1': 'VARCHAR', …}. Nothing is detected and nothing skipped: what does not fit this dialect is an error.
COPY (
    SELECT $start::BIGINT + row_number() OVER () AS line, $width::INTEGER AS cells, *
    FROM read_csv(
        $source, columns = $columns, auto_detect = false, header = false, delim = $delimiter, quote = $quote,
        escape = $quote, new_line = '\n', compression = 'none', strict_mode = true, null_padding = false,
        ignore_errors = false, nullstr = ''
    )
) TO $target (
    FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 6000, WRITE_BLOOM_FILTER false
)
