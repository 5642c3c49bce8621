"""What may come of a row of the pledge file: pure, without database, clock or request.

`columns` which column is which · `values` addresses, dates, names, hosts, words · `rows` a row
becomes a typed pledge or a refusal · `matching` which rows are one pledge · `near` which only look so.
"""
