"""What the website remembers: its pages, their pictures, its menus, and whom to turn to when someone is at risk."""

from rrn.website.models.approval import OfficeApproval
from rrn.website.models.help_contacts import HelpContact
from rrn.website.models.menus import Menu, MenuItem
from rrn.website.models.news import NewsIndexPage, NewsPage
from rrn.website.models.pages import ContactPage, ContentPage, EditorialPage, HelpNowPage, HomePage, JoinPage
from rrn.website.models.pictures import Picture, Rendition

__all__ = [
    "ContactPage",
    "ContentPage",
    "EditorialPage",
    "HelpContact",
    "HelpNowPage",
    "HomePage",
    "JoinPage",
    "Menu",
    "MenuItem",
    "NewsIndexPage",
    "NewsPage",
    "OfficeApproval",
    "Picture",
    "Rendition",
]
