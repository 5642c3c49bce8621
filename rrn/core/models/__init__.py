from .renewals import Renewal
from .search import SearchDocument, SearchTerm, SearchText

__all__ = ["Renewal", "SearchDocument", "SearchTerm", "SearchText"]
