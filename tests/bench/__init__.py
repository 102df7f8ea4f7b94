"""Figures: what each page costs, on both databases, small and large. Run by `make bench`.

settings, urls, reference   the service as in production, with R beside it
seed, world                 a database of any size, made quickly; who opens what
pages                       what is measured, and what it should reach
server, load                the web server, and those who ask it
writing, letters            saving and sending; letters on one core
one_run                     all of it on one database of one size
report                      the figures as tables
"""
