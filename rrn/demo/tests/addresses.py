from rrn.accounts.actions import sign_up
from rrn.demo.models import Introduction
from rrn.post.actions import queue_mail
from tests.house.matrix import Row
from tests.house.scene import AT, Scene

ADDRESSES = {
    "demo:people": Row(),
    "demo:be": Row(get=405, post=302, kwargs=lambda scene: {"number": scene.things["somebody"].pk}),
    "demo:mails": Row(),
    "demo:mail": Row(kwargs=lambda scene: {"number": scene.things["letter"].pk}),
    "demo:mail_page": Row(kwargs=lambda scene: {"number": scene.things["letter"].pk}),
}


def prepare(scene: Scene) -> None:
    somebody = scene.things["somebody"] = sign_up(email="somebody@made-up.example", at=AT)
    Introduction.objects.create(person=somebody, heading="Members", words="Somebody made up", order=1)
    scene.things["letter"] = queue_mail(
        to=somebody.email, template="accounts/emails/unknown_account.txt", context={}, at=AT
    )
