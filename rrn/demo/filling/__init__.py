"""The made-up past of the network, day by day, done through the actions that people use.

`calendar` turns offsets into working hours, `timeline` goes through what happens in the order of time, `world` knows
who and what is there already. The other modules say what happens: to staff, films, pledges, organisations, plans and
individual members.
"""
