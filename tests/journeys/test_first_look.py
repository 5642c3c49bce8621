"""Somebody on a small telephone looks at the network for the first time, and finds help at once."""

from tests.journeys.conftest import fits
from tests.journeys.keyboard import tab_to


def test_from_the_first_page_to_help_now_on_a_small_telephone(phone, axe):
    phone.goto("/")
    assert phone.locator("h1").count() == 1
    fits(phone)
    axe(phone)
    phone.get_by_role("link", name="Someone is at risk now").first.click()
    phone.wait_for_url("**/help-now/")
    assert phone.locator("h1").inner_text() == "Someone is at risk now"
    fits(phone)
    axe(phone)


def test_the_first_press_of_tab_offers_to_skip_to_the_words(phone):
    phone.goto("/")
    tab_to(phone, "Go to the main part of this page", most=1)
    phone.keyboard.press("Enter")
    assert phone.evaluate("document.activeElement.id") == "main"
