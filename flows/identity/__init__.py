"""Who is who across systems: names made comparable, and how alike two of them are."""

from flows.identity.likeness import LIKENESS_COLUMNS, likenesses
from flows.identity.names import LegalForms, comparable_name, plain_words, shortened

__all__ = ["LIKENESS_COLUMNS", "LegalForms", "comparable_name", "likenesses", "plain_words", "shortened"]
