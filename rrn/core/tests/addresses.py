from tests.house.matrix import Row

ADDRESSES = {"core:components": Row(post=200)}
