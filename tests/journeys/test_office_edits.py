"""The office changes a page and a menu by itself, and somebody on a telephone writes to it."""

from __future__ import annotations

import re

from rrn.website.models import ContentPage, Menu
from tests.cast import person
from tests.journeys.conftest import fits
from tests.journeys.keyboard import tab_to


def test_the_office_changes_a_page_and_a_menu_and_the_public_reads_it(page, arrive):
    office = arrive(person("Olu Office", roles=("office",)))
    story = ContentPage.objects.get(slug="story")
    office.goto(f"/office/pages/{story.pk}/edit/")
    office.locator("textarea[name=lead]").fill("The network began with a pledge, and this sentence is new.")
    office.get_by_role("button", name="More actions").last.click()
    office.get_by_role("button", name=re.compile("^Publish")).click()
    office.wait_for_url("**/office/pages/**")

    header = Menu.objects.get(place="header")
    office.goto(f"/office/snippets/website/menu/edit/{header.pk}/")
    words = office.locator("input[name$='-words']").first
    words.fill("The register")
    office.get_by_role("button", name="Save").click()
    office.wait_for_url("**/office/snippets/website/menu/")

    page.goto("/about/story/")
    assert "this sentence is new" in page.locator(".rrn-lead").inner_text()
    assert page.get_by_role("navigation", name="Main").get_by_role("link", name="The register").get_attribute("href") == "/members/"


def test_somebody_writes_to_the_network_by_keyboard_on_a_small_telephone(phone, axe, letters):
    phone.goto("/contact/")
    fits(phone)
    axe(phone)
    tab_to(phone, "Something else")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**about=other")
    fits(phone)
    axe(phone)
    tab_to(phone, "Your name")
    phone.keyboard.type("Cal Carer")
    tab_to(phone, "Email address")
    phone.keyboard.type("cal@people.example")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    tab_to(phone, "Your message")
    phone.keyboard.type("His number is 943 476 5919.")
    tab_to(phone, "Send it")
    phone.keyboard.press("Enter")
    phone.get_by_role("alert").wait_for()
    assert "looks like an NHS number" in phone.get_by_role("alert").inner_text()
    assert phone.get_by_label("Your message").input_value() == "His number is 943 476 5919."
    axe(phone)

    phone.get_by_label("Your message").fill("Where do I find his school's plan?")
    tab_to(phone, "Send it")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**about=sent**")
    fits(phone)
    axe(phone)
    assert "We have your message" in phone.locator("h1").inner_text()
    [letter] = letters("cal@people.example")
    assert "We have your message RRN-" in letter.subject
