-- One row a text and what it means, table by table; empty until something needs looking up.
CREATE OR REPLACE TEMP TABLE days (text VARCHAR, day DATE);
CREATE OR REPLACE TEMP TABLE numbers (text VARCHAR, value DECIMAL(28, 10), large BOOLEAN);
CREATE OR REPLACE TEMP TABLE specials (text VARCHAR, kind VARCHAR);
CREATE OR REPLACE TEMP TABLE labels (text VARCHAR, kind VARCHAR);
CREATE OR REPLACE TEMP TABLE notes (text VARCHAR);
CREATE OR REPLACE TEMP TABLE conversions (product VARCHAR, unit VARCHAR, factor BIGINT, smaller VARCHAR);
CREATE OR REPLACE TEMP TABLE verdicts (source SMALLINT, line BIGINT, reason VARCHAR);
CREATE OR REPLACE TEMP TABLE marks (source SMALLINT, line BIGINT, title VARCHAR);
CREATE OR REPLACE TEMP TABLE titles_above (source SMALLINT, title VARCHAR);
CREATE OR REPLACE TEMP TABLE spans (source SMALLINT, first_line BIGINT, last_line BIGINT);
CREATE OR REPLACE TEMP TABLE headers (role VARCHAR, header VARCHAR);
CREATE OR REPLACE TEMP TABLE month_cells
    (source SMALLINT, line BIGINT, header VARCHAR, text VARCHAR, large BOOLEAN, raw VARCHAR);
