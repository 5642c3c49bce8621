from tests.house.matrix import Row

ADDRESSES = {
    # Nobody carries the mail of the scene, so there is no such page.
    "post:returns": Row(get=404, post=404, csrf=False, kwargs={"provider": "postmark"}),
}
