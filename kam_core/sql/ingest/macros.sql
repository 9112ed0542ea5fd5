-- One row in, one value out: what a plain cell means, without leaving SQL. Everything else goes through numbers.py and days.py, the one definition, and comes
-- back as a lookup; a test holds that both say the same. The variable `decimal` is the file's decimal mark.
CREATE OR REPLACE TEMP MACRO bare_number(t) AS
    CASE WHEN getvariable('decimal') = ',' THEN
        CASE WHEN NOT contains(t, '.') AND NOT contains(t, '_') THEN replace(t, ',', '.')
             WHEN regexp_full_match(t, '-?[0-9]{1,3}([.][0-9]{3})+(,[0-9]+)?') THEN replace(replace(t, '.', ''), ',', '.')
        END
    ELSE
        CASE WHEN regexp_full_match(t, '[-]?[$¥￥€£]?[-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[-]?[$¥￥€£][-]?[0-9]+([.][0-9]+)?')
                  AND NOT regexp_matches(t, '-.*-')
             THEN regexp_replace(t, '[^0-9.-]', '', 'g')
        END
    END;
-- DuckDB takes 1_000 for a number. The variable `underscores` is false where the bytes are known to hold none.
CREATE OR REPLACE TEMP MACRO underscored(t) AS
    CASE WHEN coalesce(getvariable('underscores'), true) THEN contains(t, '_') ELSE false END;
CREATE OR REPLACE TEMP MACRO plain_money(t) AS
    CASE WHEN getvariable('decimal') = ',' THEN TRY_CAST(bare_number(t) AS DECIMAL(18, 4))
         ELSE coalesce(CASE WHEN NOT underscored(t) THEN TRY_CAST(t AS DECIMAL(18, 4)) END, TRY_CAST(bare_number(t) AS DECIMAL(18, 4))) END;
CREATE OR REPLACE TEMP MACRO plain_exact(t) AS
    CASE WHEN getvariable('decimal') = ',' THEN TRY_CAST(bare_number(t) AS DECIMAL(28, 10))
         ELSE coalesce(CASE WHEN NOT underscored(t) THEN TRY_CAST(t AS DECIMAL(28, 10)) END, TRY_CAST(bare_number(t) AS DECIMAL(28, 10))) END;
-- Of few digits, so that a product of two needs no wide arithmetic, which is fifty times slower.
CREATE OR REPLACE TEMP MACRO small_number(t) AS
    CASE WHEN getvariable('decimal') = '.' AND strlen(t) <= 10 AND NOT contains(t, 'e') AND NOT contains(t, 'E')
              AND NOT underscored(t)
              AND (NOT contains(t, '.') OR strlen(t) - strpos(t, '.') <= 4)
         THEN TRY_CAST(t AS DECIMAL(9, 4)) END;
-- The day's part of a cell: 04/19/19 08:46 -> 04/19/19. Few days, many minutes: the lookup stays small.
CREATE OR REPLACE TEMP MACRO day_text(t) AS
    CASE WHEN contains(t, ':')
         THEN regexp_replace(t, '([0-9])[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$', '\1') ELSE t END;
CREATE OR REPLACE TEMP MACRO sensible(day) AS
    CASE WHEN day BETWEEN DATE '1900-01-01' AND DATE '2199-12-31' THEN day END;
CREATE OR REPLACE TEMP MACRO plain_day(t) AS
    CASE WHEN strlen(t) <= 10 AND (strpos(t, '-') = 5 OR strpos(t, '/') = 5) AND t BETWEEN '1900' AND '22'
             THEN TRY_CAST(t AS DATE)
         WHEN strlen(t) > 10
              AND regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?')
         THEN sensible(TRY_CAST(left(t, 10) AS DATE)) END;
-- Both are known before the first record: what no column says and no list names costs nothing at all.
CREATE OR REPLACE TEMP MACRO there(role) AS list_contains(CAST(getvariable('there') AS VARCHAR[]), role);
CREATE OR REPLACE TEMP MACRO named(listed) AS len(CAST(getvariable(listed) AS VARCHAR[])) > 0;
CREATE OR REPLACE TEMP MACRO is_any(t, listed) AS
    CASE WHEN named(listed) THEN coalesce(list_contains(CAST(getvariable(listed) AS VARCHAR[]), t), false) ELSE false END;
-- A key, or the name where the key is blank.
CREATE OR REPLACE TEMP MACRO key_of(role, key, name) AS
    CASE WHEN NOT there(role || '_name') THEN key WHEN NOT there(role) THEN name WHEN key <> '' THEN key ELSE name END;
