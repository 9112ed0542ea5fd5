-- One row a line of the view `slice`, written to $target as text cells.
COPY (SELECT * FROM slice) TO $target (
    FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 6000, WRITE_BLOOM_FILTER false
)
