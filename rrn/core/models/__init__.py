from .renewals import Renewal

__all__ = ["Renewal"]
