-- One row a record that is not sound.
CREATE OR REPLACE TEMP TABLE picked AS SELECT * FROM judged WHERE NOT sound
