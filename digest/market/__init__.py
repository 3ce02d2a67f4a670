"""Index and industry figures as terminals export them → the sentences of section 2, with the arithmetic right. Pure."""

from digest.market.figures import Market, Mover, Period, Valuation
from digest.market.reading import collect
from digest.market.sentences import Review, Section, review
from digest.market.table import Sheet, read

__all__ = ["Market", "Mover", "Period", "Review", "Section", "Sheet", "Valuation", "collect", "read", "review"]
