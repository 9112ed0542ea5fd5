"""The rooms of the command line.

flags      the words a command takes
wishes     those words as hints, layout, scope and cut
language   which language the sentences are in
limits     what one import may use; being told to stop
progress   a bar on a terminal, or lines in a file
source     SOURCE: a dataset's id or a file
failures   one sentence, exit 2
table      a small table for reading
claims     the small table of a shortage
links      addresses of views in the dashboard
webhook    messages to WeChat Work
alert_flags  the words `alerts` takes
imports, pareto, account, movement, demand, supply, allocate, alerts    the commands
"""
