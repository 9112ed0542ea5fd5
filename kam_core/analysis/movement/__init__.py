"""Who rises, who slips, and what the firm should do about it.

periods       the two periods that are compared
comparisons   what the last upload can be compared with
lines         the cut drawn on both, and every customer found in both
matrix        where each customer stood before and stands after: the transition matrix, with its money
buffer        the line with hysteresis: who is near it, who is held by the margin below it
silence       customers quiet for longer than their own usual gap
upload        what changed since the last upload, in five sentences
regional      key accounts of a region beside those of the firm
organisation  a managing director's own list, or a department and its workload
"""
