from tests.house.matrix import Row
from tests.house.scene import AT, Scene
from tests.scenes import published_plan

SLUG = {"slug": "hollin-park-school"}
ADDRESSES = {
    "register:members": Row(),
    "register:map": Row(),
    "register:moving": Row(),
    "register:people": Row(),
    "register:member": Row(kwargs=SLUG),
    "register:plan": Row(kwargs=SLUG),
    "register:changes": Row(kwargs=SLUG),
    "register:plan_version": Row(kwargs=SLUG | {"number": 1}),
    "register:figures": Row(),
}


def prepare(scene: Scene) -> None:
    published_plan("Hollin Park School", at=AT)
