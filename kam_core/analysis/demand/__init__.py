"""Seasonal demand of all series at once: a series is a customer, a product, or a product at a customer.

arrays      what it is computed in
history     what was sold, series x months; unknown, where nothing is known (stock-outs)
season      the seasonal index, and whether there is a season at all
pool        the season of a series that is too short or thin for one of its own
festival    January and February by the days to Chinese New Year
smoothing   exponential smoothing as a linear map: every weight for every series in one matrix product
ensemble    the maps weighed, series by series, by how well they would have foretold their own history
trial       the last months held out: the error of each series, and how wide its band must be
foretelling the one step that forecast and trial share
forecast    the way in: settings, and the demand with its band
"""
