-- One row a day with at least one accepted line, ascending. No parameters.
select date
from lines
where state = 'accepted'
group by date
order by date
