-- One row a customer, where lines say nothing more of it than its key. View accounts.
CREATE OR REPLACE TEMP VIEW said AS SELECT customer AS who FROM accounts
