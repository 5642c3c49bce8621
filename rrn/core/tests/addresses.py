from tests.house.matrix import Row

ADDRESSES = {"core:components": Row(), "core:robots": Row(), "core:favicon": Row(get=302)}
