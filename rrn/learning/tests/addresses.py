from rrn.learning.actions import tell_trouble
from rrn.learning.tests.factories import make_video
from tests.house.matrix import Row
from tests.house.scene import AT, Scene

SLUG = {"slug": "video-1"}
ADDRESSES = {
    "learning:videos": Row(),
    "learning:video": Row(kwargs=SLUG),
    "learning:watched": Row(kwargs=SLUG, get=405, post=200),
    "learning:section_read": Row(kwargs=SLUG | {"number": 1}, get=405, post=302),
    "learning:trouble": Row(kwargs=SLUG, post=200),
    "learning:file": Row(kwargs=SLUG | {"kind": "webm"}, get=404),
    # The office's page for them; the superuser runs the installation and does not read what people told the office.
    "office:video_trouble": Row(kwargs=lambda scene: {"number": scene.things["trouble"].pk}, post=200, but={"superuser": 404}),
}


def prepare(scene: Scene) -> None:
    video = make_video(1)
    scene.things["trouble"] = tell_trouble(person=scene.people["lapsed"], video=video, words="It did not play.", at=AT)
