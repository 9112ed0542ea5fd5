"""What key accounts need, and how far we meet it.

settings      what counts as on time, as in full, as nearly met
order_lines   every order line: ordered, due, come, and how it stands
scores        lines counted together: on time in full, fill rate, lead times
habits        what the sales file alone tells: lot, rhythm, price paid
needs         what an account wants of us beside what it gets
ahead         orders of others that were filled while a key account waited
service       the answer: key accounts against others, the worst, month by month
joint_plan    an account's needs, our targets and the quantities of the months to come, on one sheet
give_back     an account's own figures, to be given back to it
"""
