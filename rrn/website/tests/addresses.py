from typing import Any

from rrn.website.models import HelpContact
from tests.house.matrix import Row


def first_contact(scene: Any) -> dict[str, int]:
    return {"number": HelpContact.objects.order_by("pk").values_list("pk", flat=True)[0]}


ADDRESSES = {
    "website:home": Row(post=200),
    "website:join": Row(post=200),
    "website:help_now": Row(post=200),
    "website:help_now_in": Row(post=200, kwargs={"nation": "england"}),
    "website:cookies": Row(post=200),
    "website:news": Row(post=200),
    "website:media": Row(get=404, kwargs={"name": "nothing.webp"}),
    "wagtail_serve": Row(post=200, kwargs={"path": "about/"}),
    "website:help_contacts_to_check": Row(post=200),
    "website:check_help_contact": Row(post=200, kwargs=first_contact),
    "website:my": Row(post=200),
    "website:contact": Row(post=200),
    "website:accessibility": Row(post=200),
    "website:privacy": Row(post=200),
    "website:terms": Row(post=200),
}
