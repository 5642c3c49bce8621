from typing import Any

from rrn.website.models import HelpContact
from tests.house.matrix import Row


def first_contact(scene: Any) -> dict[str, int]:
    return {"number": HelpContact.objects.order_by("pk").values_list("pk", flat=True)[0]}


ADDRESSES = {
    "website:home": Row(),
    "website:join": Row(),
    "website:help_now": Row(),
    "website:help_now_in": Row(kwargs={"nation": "england"}),
    "website:cookies": Row(),
    "website:news": Row(),
    "website:media": Row(get=404, kwargs={"name": "nothing.webp"}),
    "wagtailcore_login": Row(get=302),
    "wagtail_serve": Row(kwargs={"path": "about/"}),
    "website:help_contacts_to_check": Row(post=200),
    "website:check_help_contact": Row(post=200, kwargs=first_contact),
    "website:my": Row(post=200),
    "website:contact": Row(post=302),
    "website:accessibility": Row(),
    "website:privacy": Row(),
    "website:terms": Row(),
}
