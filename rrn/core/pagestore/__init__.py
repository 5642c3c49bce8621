"""The page store: public pages kept as files and answered before Django wakes. What it is: this folder's README.

`names`, `shelf`, `door` and `asked` know nothing of Django; `middleware`, `rendering`, `keeper` and `setting` do.
"""
