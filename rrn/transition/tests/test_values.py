from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrn.transition.rules import values


@pytest.mark.parametrize(
    "text",
    [
        "amy.walker@post.example",
        "amy+pledge@post.example",
        "o'shallow@post.example",
        "a@b.co",
        "x_y-z@sub.department.nhs.uk",
        "a" * 64 + "@post.example",
    ],
)
def test_an_address_that_mail_reaches_is_one(text):
    assert values.is_address(values.normal_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "", "asdf", "a@b@c.example", "amy(at)post.example", "someone@", "@post.example", "root@localhost", "n/a",
        "a@post.example.", "a..b@post.example", ".a@post.example", "Amy <amy@post.example>", "mailto:a@post.example",
        "a@post.example; b@post.example", "a@post.example\r\nBcc: b@post.example", "a＠post.example",
        "a\u200b@post.example", "İrem@post.example", "аnn@post.example", '"a b"@post.example', "a@bücher.example",
        "\u202ea@post.example", "a" * 65 + "@post.example", "a@" + "b" * 250 + ".example", "a@-post.example",
        "a@1.2.3.4",
    ],
)  # fmt: skip
def test_what_no_mail_reaches_is_no_address(text):
    assert not values.is_address(values.normal_address(text))


def test_addresses_are_one_by_case_and_blanks_and_two_by_their_tag():
    assert values.normal_address("  Amy@Post.Example\u00a0") == "amy@post.example"
    assert values.normal_address("amy+a@post.example") != values.normal_address("amy@post.example")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-07-21 05:49:03", date(2018, 7, 21)),
        ("2018-07-21", date(2018, 7, 21)),
        ("2018/7/1", date(2018, 7, 1)),
        ("03/04/2015", date(2015, 4, 3)),
        ("3.4.2015 9:05", date(2015, 4, 3)),
        ("31-12-2015 11:59 pm", date(2015, 12, 31)),
        ("1st June 2014", date(2014, 6, 1)),
        ("01 Jun 2014, 09:30 AM", date(2014, 6, 1)),
        ("June 1, 2014", date(2014, 6, 1)),
        ("29/02/2016", date(2016, 2, 29)),
        ("2016-10-27T00:30:00+01:00", date(2016, 10, 27)),
        ("2016-10-27T23:30:00Z", date(2016, 10, 27)),
    ],
)
def test_a_date_is_read_day_first_and_keeps_its_day(text, day):
    assert values.moment_of(text).date() == day


@pytest.mark.parametrize(
    "text",
    [
        "", "01/31/2016", "30/02/2016", "29/02/2015", "7/8/15", "2015-W09-4", "0000-00-00", "########", "42000",
        "last spring", "٠١/٠٢/٢٠١٦", "2015-13-01", "12 Smarch 2015", "2015-06-01 25:00", "2015-06-01 13:00 pm",
        "99999-01-01", "1 June",
    ],
)  # fmt: skip
def test_what_cannot_be_read_as_a_date_is_not_guessed(text):
    assert values.moment_of(text) is None


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reading_of_a_date(text):
    values.moment_of(text)


@given(
    st.dates(min_value=date(2014, 6, 1)),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d.%m.%Y", "%B %d, %Y"]),
)
def test_a_date_written_in_any_usual_way_is_that_date(day, written):
    assert values.moment_of(day.strftime(written)).date() == day


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.leahs.example", "leahs.example"),
        ("HTTP://WWW.LEAHS.EXAMPLE/contact?x=1", "leahs.example"),
        ("leahs.example/about", "leahs.example"),
        ("www.leahs.example:8080", "leahs.example"),
        ("https://ward.leahs.example.", "ward.leahs.example"),
        ("https://user:secret@leahs.example", "leahs.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("https://www.facebook.com/leahs", ""),
        ("https://www.nhs.uk/services/x", ""),
        ("none", ""),
        ("n/a", ""),
        ("we have no website.", ""),
        ("http://[::1", ""),
        ("https://127.0.0.1/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_website_is_compared_by_its_host(website, host):
    assert values.host_of(website) == host


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_reading_of_a_website(text):
    host = values.host_of(text)
    assert host == values.host_of(host)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Elms", "elms"),
        ("St Leah's School", "ST LEAH\u2019S  school"),
        ("Fern & Gorse Homes", "Fern and Gorse Homes"),
        ("Acme Care Ltd", "Acme Care Limited"),
        ("Acme Care Ltd.", "ACME CARE LTD"),
        ("Otter NHS Foundation Trust", "Otter NHS FT"),
        ("Otter-Mere (Care)", "Otter Mere Care"),
    ],
)
def test_names_are_one_but_for_case_punctuation_the_ltd_and_and_ft(one, other):
    assert values.name_key(one) == values.name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme Care", "Acme Care Ltd"), ("Acme Care", "Acmе Care"), ("Ward 1", "Ward 2"), ("The", "")],
)
def test_names_that_differ_in_a_word_or_a_letter_are_two(one, other):
    assert values.name_key(one) != values.name_key(other)


@given(st.text(max_size=40))
def test_a_compared_name_compares_as_itself(name):
    key = values.name_key(name)
    assert values.name_key(key) == key


@given(st.text(max_size=40))
def test_a_tidied_text_stays_tidy(text):
    assert values.tidy(values.tidy(text)) == values.tidy(text)


def test_words_that_could_mean_two_sectors_become_none():
    assert values.sector_of("Health") == "health"
    assert values.sector_of("Social care (adults)") == "social_care_adults"
    assert values.sector_of("Social care") == ""
    assert (values.nation_of("wales"), values.nation_of("Ireland"), values.nation_of("UK")) == (
        "wales",
        "other_country",
        "",
    )
