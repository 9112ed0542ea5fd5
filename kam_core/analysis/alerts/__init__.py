"""What has to be done: one list over all analyses.

settings  what makes an alert, and what makes a done one come back
alert     one alert: whose, how much, by when, and the view it leads to
sources   the results alerts are drawn from
shortage  run-out before goods could arrive, and order dates that are near
people    slipped below the cut, silent, a level with nobody
promises  promises overdue, and stock reports that are due
tasks     alerts that are one piece of work
drawn     the list, largest money first, and its sentence
kept      the limits somebody has set
sorted    what of it is open, snoozed and done
"""
