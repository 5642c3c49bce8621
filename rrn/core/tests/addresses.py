from tests.house.matrix import Row

ADDRESSES = {"core:components": Row(post=200), "core:robots": Row(), "core:favicon": Row(get=302)}
