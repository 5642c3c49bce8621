from tests.house.matrix import Row

ADDRESSES = {
    "website:home": Row(post=200),
    "website:join": Row(post=200),
    "website:help_now": Row(post=200),
    "website:help_now_in": Row(post=200, kwargs={"nation": "england"}),
    "website:contact": Row(post=200),
    "website:accessibility": Row(post=200),
    "website:privacy": Row(post=200),
    "website:terms": Row(post=200),
}
