"""The pages that staff change without a developer. What a page *does* stands in `rrn.website.serving`; its words are here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from rrn.core.personal import PersonalData
from rrn.website.addresses import ROOTS
from rrn.website.blocks import WORDS, BodyBlock

KEPT = "As long as the page exists; earlier wordings stay in its history. Names nobody who has not agreed to it."
SHARED = ("page_ptr", "lead", "body")


class EditorialPage(Page):
    """What all of them have: a title, a sentence under it, a body made of parts. The title is the page's only h1."""

    lead = models.TextField(
        "first sentence", blank=True, max_length=400, help_text="Stands large under the title. {telephone}, {email} and {name} are filled in."
    )
    body = StreamField(BodyBlock(required=False), blank=True)

    private_page_options: ClassVar[list[str]] = ["login"]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    # The pages above it, home first, when whoever fetched it brought them along.
    above: list[Page] | None = None

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from rrn.website.reading import context_of

        return super().get_context(request, *args, **kwargs) | context_of(self, request)

    def clean(self) -> None:
        """Wagtail saves an unfinished translation into the page itself: one that was never published becomes a draft, and
        what was published stays as it is."""
        from rrn.website.welsh import has_been_published, sentences_missing, would_lose_words

        super().clean()
        public: bool = self.live  # type: ignore[has-type]  # Page has it
        if not public or self.locale.language_code == settings.LANGUAGE_CODE or not sentences_missing(self):
            return
        if not self.alias_of_id and not has_been_published(self):
            self.live, self.live_revision = False, None
        elif would_lose_words(self):
            raise ValidationError({"live": "Some of its sentences are not translated yet; what is published stays."})

    def publish(self, revision: Any, **how: Any) -> Any:
        """A translation that is not finished stays a draft, whichever door it comes by: Wagtail would fill it with English."""
        from rrn.website.welsh import sentences_missing

        return None if sentences_missing(self) else super().publish(revision, **how)


class ContentPage(EditorialPage):
    """A page of words: why the network exists, its story, its terms."""

    terms_version = models.CharField(
        "version of the terms",
        max_length=20,
        blank=True,
        help_text="On the page of the terms only: the version that people agree to. {version} in the text shows it.",
    )

    template = "website/content_page.html"
    parent_page_types: ClassVar[list[str]] = ["website.HomePage", "website.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["website.ContentPage"]
    settings_panels = [*Page.settings_panels, FieldPanel("terms_version")]

    personal_data = PersonalData(other=(*SHARED, "terms_version"), kept=KEPT)

    class Meta:
        verbose_name = "page"


class HomePage(EditorialPage):
    """The front of the house: the words are the office's, the figures and plans come from the register."""

    search_label = models.CharField(max_length=80, default="Find what a service has promised")
    search_hint = models.CharField(max_length=80, default="Try a name, a town, or a practice such as")
    search_example = models.CharField(max_length=40, default="seclusion")
    doors_heading = models.CharField(max_length=80, default="Two ways to join, both free")
    latest_heading = models.CharField(max_length=80, default="Latest published plans")
    moments_heading = models.CharField(max_length=80, default="What happens to a promise")
    news_heading = models.CharField(max_length=80, default="News")

    template = "website/home.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("search_label", "search_hint", "search_example")], heading="Search in the band"
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("doors_heading", "latest_heading", "moments_heading", "news_heading")], heading="Headings"
        ),
    ]

    personal_data = PersonalData(
        other=(
            *SHARED, "search_label", "search_hint", "search_example", "doors_heading", "latest_heading", "moments_heading", "news_heading",
        ),
        kept=KEPT,
    )  # fmt: skip

    class Meta:
        verbose_name = "home page"

    def clean(self) -> None:
        """Its slug stands in no address and every address is found by it."""
        super().clean()
        self.slug: str = ROOTS.get(self.locale.language_code, self.slug)  # type: ignore[has-type]  # Page has it

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from rrn.website.reading import front_of_the_house

        return super().get_context(request, *args, **kwargs) | front_of_the_house(self)


class JoinPage(EditorialPage):
    """The three questions and what follows. Which answer decides is a rule (`rules.py`); every word is the office's."""

    questions_heading = models.CharField(max_length=80, default="Three questions for an organisation")
    questions_words = models.TextField(
        max_length=400,
        default="Any answer to the first two is fine. Only the third decides. Your answers stay in this page’s address and are not kept by us.",
    )
    support = models.CharField(
        "first question", max_length=200, default="Do you support children or adults who may present behavioural challenges?"
    )
    authorise = models.CharField(
        "second question",
        max_length=200,
        default="Does your organisation authorise coercive or restrictive practices to manage an immediate risk of harm?",
    )
    committed = models.CharField(
        "third question, the one that decides",
        max_length=200,
        default="Is it committed to reducing them, preventing their misuse and improving outcomes for people?",
    )
    committed_hint = models.CharField(
        max_length=200, default="If it uses none, the question is whether it works for fewer everywhere."
    )
    yes_heading = models.CharField(max_length=80, default="Your organisation can join")
    yes_authorises = RichTextField(
        "when it authorises restrictive practices",
        features=WORDS,
        default="<p>You use restrictive practices and mean to use fewer. That is what a plan is for: say where you are now, and what will be "
        "different for people in two years.</p>",
    )
    yes_authorises_none = RichTextField(
        "when it authorises none",
        features=WORDS,
        default="<p>You do not use restrictive practices yourselves. Charities, universities, commissioners and training bodies are members "
        "too: a plan says what you will change through your own work.</p>",
    )
    yes_supports_nobody = RichTextField(
        "when it supports nobody directly",
        features=WORDS,
        default="<p>You do not support people directly. Charities, universities, commissioners and training bodies are members too: a plan "
        "says what you will change through your own work.</p>",
    )
    yes_otherwise = RichTextField(
        "otherwise",
        features=WORDS,
        default="<p>A plan says where you are now, and what will be different for people in two years.</p>",
    )
    no_heading = models.CharField(max_length=80, default="An organisation’s membership would not fit yet")
    no_words = RichTextField(
        "when it is not committed",
        features=WORDS,
        default="<p>Every member organisation publishes what it will do to reduce restrictive practices, so it has to want that. You can read "
        "what others have promised, and come back at any time. Anyone who works for you can join as an individual.</p>",
    )
    next_heading = models.CharField(max_length=80, default="What happens next")
    next_words = RichTextField(
        features=WORDS,
        default="<p><b>For yourself:</b> two awareness videos, or their transcripts, and one action of your own. You are a member as soon as you "
        "have pressed Join.</p><p><b>An organisation:</b> write an action plan with your colleagues. We review it, and when it is published "
        "your two years begin.</p><p>We review the plan, not the care. We do not inspect, approve or certify services.</p>"
        "<p>Would you rather talk? {telephone}. We can do all of it for you by telephone.</p>",
    )
    doors_heading = models.CharField(max_length=80, default="Two ways to join, both free")

    ASKED: ClassVar[tuple[str, ...]] = ("questions_heading", "questions_words", "support", "authorise", "committed", "committed_hint")
    ANSWERED: ClassVar[tuple[str, ...]] = (
        "yes_heading", "yes_authorises", "yes_authorises_none", "yes_supports_nobody", "yes_otherwise", "no_heading", "no_words",
    )  # fmt: skip
    BESIDE: ClassVar[tuple[str, ...]] = ("next_heading", "next_words", "doors_heading")

    template = "website/join.html"
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["website.ContentPage"]
    max_count = 1
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel([FieldPanel(name) for name in ASKED], heading="The three questions"),
        MultiFieldPanel([FieldPanel(name) for name in ANSWERED], heading="What follows from the answers"),
        MultiFieldPanel([FieldPanel(name) for name in BESIDE], heading="Beside and below"),
    ]

    personal_data = PersonalData(other=(*SHARED, *ASKED, *ANSWERED, *BESIDE), kept=KEPT)

    class Meta:
        verbose_name = "join page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from rrn.website.reading import three_questions

        return super().get_context(request, *args, **kwargs) | three_questions(self, request)


class HelpNowPage(EditorialPage):
    """Someone is at risk now. 999 and “We cannot investigate” stand in the template: nobody edits them away.

    Whom to turn to are `HelpContact`s, by nation; this page holds only the words around them.
    """

    where_heading = models.CharField(max_length=80, default="Where is the person?")

    template = "website/help_now.html"
    parent_page_types: ClassVar[list[str]] = ["website.HomePage", "website.HelpNowPage"]
    subpage_types: ClassVar[list[str]] = ["website.HelpNowPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("where_heading"), FieldPanel("body")]

    personal_data = PersonalData(other=(*SHARED, "where_heading"), kept=KEPT)

    class Meta:
        verbose_name = "help now page"

    @property
    def nation(self) -> Any:
        """A page below the first one is about the nation it is named after."""
        from rrn.website.reading import nation_called

        return nation_called(self.slug) if self.depth > 3 else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from rrn.website.reading import whom_to_turn_to

        context = super().get_context(request, *args, **kwargs)
        return context | whom_to_turn_to(kwargs.get("nation") or self.nation)


class ContactPage(EditorialPage):
    """How to reach the network: the two ways first, then its words; the form stands on its second page."""

    risk_heading = models.CharField("first way", max_length=80, default="Someone may be at risk")
    risk_words = models.TextField(
        max_length=400, default="If a person is in danger, telephone 999. We cannot investigate, and we do not read messages at night."
    )
    other_heading = models.CharField("second way", max_length=80, default="Something else")
    other_words = models.TextField(
        max_length=400, default="Joining, a plan, the 2014 pledge, a mistake on a page, or this site in another form."
    )
    form_words = models.TextField(
        "above the form",
        max_length=400,
        default="We answer within five working days. Leave out names and details of anybody who has been restrained: we do not need them to answer you.",
    )
    sent_words = models.TextField(
        "after it was sent",
        max_length=400,
        default="We have your message and have sent a confirmation to your address. We answer within five working days.",
    )

    ITS_WORDS: ClassVar[tuple[str, ...]] = (
        "risk_heading", "risk_words", "other_heading", "other_words", "form_words", "sent_words",
    )  # fmt: skip

    template = "website/contact.html"
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel([FieldPanel(name) for name in ITS_WORDS], heading="The two ways, and the form"),
    ]

    personal_data = PersonalData(other=(*SHARED, *ITS_WORDS), kept=KEPT)

    class Meta:
        verbose_name = "contact page"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from rrn.website.serving import contact

        return contact(self, request)

    def show(self, request: HttpRequest, **extra: Any) -> TemplateResponse:
        return TemplateResponse(request, self.template, self.get_context(request) | extra)
