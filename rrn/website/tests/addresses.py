from tests.house.matrix import Row

ADDRESSES = {
    "website:home": Row(),
    "website:join": Row(),
    "website:help_now": Row(),
    "website:help_now_in": Row(kwargs={"nation": "wales"}),
    "website:contact": Row(),
    "website:accessibility": Row(),
    "website:privacy": Row(),
    "website:terms": Row(),
}
