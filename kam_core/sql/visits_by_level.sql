-- One row one of our people x its visits after $since to the customers $among: how many met each level, how many only
-- decision makers, how many somebody below them, and of how many nobody can tell. A visit is a customer and a day.
-- $kinds: VARCHAR[], what counts as a visit. @scoped: scoped_activities.sql or scoped_placed.sql.
WITH visits AS (
    SELECT
        "by" AS person, customer, date,
        bool_or(reached = 'decision') AS decision, bool_or(reached = 'middle') AS middle,
        bool_or(reached = 'front') AS front, bool_or(reached = 'warehouse') AS warehouse, bool_or(reached = '') AS blank
    FROM @scoped AS scoped
    SEMI JOIN (SELECT unnest($among::VARCHAR[]) AS customer) AS asked USING (customer)
    WHERE date > $since::DATE AND list_contains($kinds::VARCHAR[], kind)
    GROUP BY "by", customer, date
)
SELECT
    person, count(*) AS visits, count(DISTINCT customer) AS customers,
    count(*) FILTER (decision) AS decision, count(*) FILTER (middle) AS middle,
    count(*) FILTER (front) AS front, count(*) FILTER (warehouse) AS warehouse,
    count(*) FILTER (decision AND NOT (middle OR front OR warehouse OR blank)) AS only_decision,
    count(*) FILTER (middle OR front OR warehouse) AS below,
    count(*) FILTER (blank AND NOT (middle OR front OR warehouse)) AS unread
FROM visits
GROUP BY person
ORDER BY visits DESC, person
