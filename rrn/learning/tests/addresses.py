from rrn.learning.tests.factories import make_video
from tests.house.matrix import Row
from tests.house.scene import Scene

SLUG = {"slug": "video-1"}
ADDRESSES = {
    "learning:videos": Row(),
    "learning:video": Row(kwargs=SLUG),
    "learning:watched": Row(kwargs=SLUG, get=405, post=200),
    "learning:section_read": Row(kwargs=SLUG | {"number": 1}, get=405, post=302),
    "learning:trouble": Row(kwargs=SLUG, post=200),
    "learning:file": Row(kwargs=SLUG | {"kind": "webm"}, get=404),
}


def prepare(scene: Scene) -> None:
    make_video(1)
