"""Never running dry: what stock and demand say about each series, and what is to be done by when.

Pure functions over many series at once. A series is one customer x product (or one of both); arrays run over series
in rows and over months in columns. NaN means unknown and stays unknown: stock nobody reported is never zero.

demand_path   monthly demand read by the day; goods on the way
cover         how long the stock lasts, in months and in days, forward and backward
projection    stock walked forward: rolled to today, run-out date, projected stock
peak          the season's next peak, its need, the gap
safety        safety stock, reorder point, reasonable stock, fill rate
order_by      last ship date and last safe order date over open days
status        one word a series, by severity
excess        overstock, sell-through, stock that rises faster than it sells
stock_out     what past empty shelves cost
build         what to make when, backwards under capacity
shipping      who gets what in which week, within what is made
progress      pre-season buying against last year, where no stock is reported
settings      what an outlook assumes
positions     what stock is known of each series
past_stock    what several reports tell of the past
demand_source sell-out, implied sell-through or sell-in
lead_times    days to make and to carry, closed days
agreement     agreed quantities in the place of the forecast
outlook       all of it for every customer x product; foresight is the way there
accounts      the outlook account by account
pre_season    pre-season progress of accounts
season_supply the key accounts of a cut, and the sentence
story         what the season adds to the first page's headline
ahead         an outlook with all that is drawn from it once
account_outlook  one account and one product, or all of them: what its chart and its sheet are made of
account_goods    its products, for the customer itself
seasons       which products have a season, how strong, and which have none
weekly_due    what has to leave for each customer in which week
capacity      what can be made of each product by the week
whole_cases   quantities of every week in whole cases
season_plan   the season planned backwards from its peak; planning works it out, season_need brings what it needs
range_gaps    regular products of an account that are missing
shortage      who claims how much of a product that is short, and what there is
comparison    the four rules of a shortage side by side
fair_share    one pouring of goods over claims, in whole cases, exact
allocation    the four rules of a shortage
"""
