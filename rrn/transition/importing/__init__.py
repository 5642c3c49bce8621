"""Reading of other people's spreadsheets, kept at arm's length.

`reading` starts a child process (`child`) that alone ever parses the file.
"""
