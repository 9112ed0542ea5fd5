-- One row a customer of the needs file, the later row where it has two: what it wants of us and what is said to be given.
SELECT
    customer,
    CAST(lead_time_wanted AS DOUBLE) AS lead_time_wanted, CAST(lead_time_given AS DOUBLE) AS lead_time_given,
    CAST(lot_wanted AS DOUBLE) AS lot_wanted, CAST(lot_given AS DOUBLE) AS lot_given,
    CAST(frequency_wanted AS DOUBLE) AS frequency_wanted, CAST(frequency_given AS DOUBLE) AS frequency_given,
    CAST(price_wanted AS DOUBLE) AS price_wanted, CAST(price_given AS DOUBLE) AS price_given,
    CAST(training_wanted AS DOUBLE) AS training_wanted, CAST(training_given AS DOUBLE) AS training_given,
    research_wanted, research_given
FROM needs
QUALIFY row_number() OVER (PARTITION BY customer ORDER BY source DESC, line DESC) = 1
ORDER BY customer
