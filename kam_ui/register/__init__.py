"""大客户名册 / The register of key accounts, under the table of the first page."""
