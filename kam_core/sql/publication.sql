-- One row: what the tables of a version add up to, to be held against its account. No parameters.
with of_lines as (
    select
        count(*) as lines,
        count(*) filter (where state = 'accepted') as accepted_lines,
        coalesce(sum(amount) filter (where state = 'accepted'), 0) as accepted_amount,
        coalesce(sum(quantity) filter (where state = 'accepted'), 0) as accepted_quantity
    from lines
),
of_months as (
    select
        cast(coalesce(sum(lines), 0) as bigint) as months_lines,
        coalesce(sum(amount), 0) as months_amount,
        coalesce(sum(quantity), 0) as months_quantity
    from months
),
of_accounts as (select count(*) as accounts from accounts)
select * from of_lines cross join of_months cross join of_accounts
