from tests.house.matrix import Row

ADDRESSES = {"clock:healthz": Row(), "clock:readyz": Row()}
