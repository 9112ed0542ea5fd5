"""The sample: a believable drinks maker, made from one seed. `python -m kam_core.sample` writes `data/sample`.

dice      one stream of chance for each purpose, so that a change in one room moves no other
naming    what firms and people are called
firm      regions, products, salespeople, dealers and their groups
seasons   when what is bought: the summer peak, the one before Chinese New Year, holidays
orders    four years of sales lines with their returns
stock     what dealers and the firm hold, what is on the road, how it was delivered, what can be built
people    who works at the dealers, who went to see them, targets
wishes    what the larger dealers want of the firm
sheets    each of these as a table with Chinese and English headers
export    one department's year as its ERP prints it
write     the files
"""

from datetime import date

SEED = 20251226
FIRST_DAY = date(2022, 1, 1)
LAST_DAY = date(2025, 12, 26)  # the last month is incomplete, as real exports are
STOCK_DAY = date(2025, 12, 20)
