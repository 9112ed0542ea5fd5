"""All about one account: what a key-account manager asks before picking up the telephone.

identify      which customer is meant, by id or by whole name
by_month      its sales by month beside the same months last year; regions, returns, margin
standing      its rank, class and share at the end of each quarter
mix           what it buys, beside the same months last year
alike         who is like it: type, region, size, and what they buy
white_space   what these buy and it does not
whale         where it stands on the curve of cumulative profit
rhythm        its last order, and how often it usually orders
in_season     its stock and its dates, from the season's outlook
people        contacts, what was done there, what is promised
story         all of it, and the sentence (words)
workings      the questions it was made of
"""
