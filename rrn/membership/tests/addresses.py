from rrn.learning.models import Video
from rrn.learning.tests.factories import make_video
from tests.house.matrix import Row
from tests.house.scene import AT, Scene

# The door's steps are for those who can join: a member in force is led to its first page, which tells her so.
# Who has, or had, a membership of her own in the scene; nobody there has an action yet.
HAS_ONE = "individual lapsed suspended"

ADDRESSES = {
    "membership:join": Row(),
    "membership:join_video": Row(kwargs={"number": 1}, but={"individual suspended": (302, 405)}),
    "membership:examples": Row(but={"individual suspended": (302, 405)}),
    "membership:action": Row(post=302, but={"individual suspended": 302}),
    "membership:about": Row(post=302, but={"individual suspended": 302}),
    "membership:check": Row(post=302, but={"individual suspended": 302}),
    "membership:done": Row(get=302),
    "membership:my_action": Row(get=302, post=302),
    "membership:show_my_action": Row(get=405, post=404),
    "membership:my_membership": Row(get=302, but={HAS_ONE: (200, 405)}),
    "membership:list_me": Row(get=405, post=404, but={HAS_ONE: (405, 302)}),
    "membership:leaving": Row(get=302, post=302, but={"individual suspended": (200, 302)}),
    "membership:appeal": Row(get=302, post=302, but={"suspended": 200}),
}


def prepare(scene: Scene) -> None:
    if not Video.objects.filter(place=1).exists():
        make_video(1, chosen_at=AT)
