-- One row a document type of the lines. View lines.
SELECT DISTINCT document_type FROM lines
