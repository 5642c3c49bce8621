"""What the house writes down about itself is in date."""

from rrn.core.management.commands.who_can_do_what import PLACE, page


def test_the_page_about_who_can_open_what_is_in_date():
    assert PLACE.read_text(encoding="utf-8") == page(), "Run manage.py who_can_do_what."
