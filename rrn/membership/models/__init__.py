from .pledges import OriginalPledge, OriginalPledgeEntry

__all__ = ["OriginalPledge", "OriginalPledgeEntry"]
