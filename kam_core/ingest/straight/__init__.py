"""The straight road: a large, clean text file goes from its bytes to lines in one pass.

It is understood from its beginning, its end and places between; then every record is read, judged and written at
once, and counted apart from its reader. At the first surprise (a record that is not sound, a word that only a look at
the whole column can weigh) the road is given up, and the file is read from the start into text, as every other is.
A file takes either road to the same dataset.
"""
