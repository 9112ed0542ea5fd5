-- One row a line of $source, as in ingest_read_csv, with outer blanks ($blanks) taken off every cell.
COPY (
    SELECT $start::BIGINT + row_number() OVER () AS line, $width::INTEGER AS cells, nullif(trim(COLUMNS(*), $blanks), '')
    FROM read_csv(
        $source, columns = $columns, auto_detect = false, header = false, delim = $delimiter, quote = $quote,
        escape = $quote, new_line = '\n', compression = 'none', strict_mode = true, null_padding = false,
        ignore_errors = false, nullstr = ''
    )
) TO $target (
    FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 6000, WRITE_BLOOM_FILTER false
)
