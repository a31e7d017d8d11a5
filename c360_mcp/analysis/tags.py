"""What a tag says: that a contact was escalated, transferred, abandoned, resolved, or waits for a callback."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from c360_mcp.analysis.mention import Mention, mentions
from c360_mcp.analysis.own_words import OwnWords, make_own_words
from c360_mcp.analysis.tag_spelling import fold, spell, without_breaks
from c360_mcp.analysis.tag_stems import HINTS, PATTERNS, STEMS, has_ended, means_otherwise
from c360_mcp.analysis.tenant_words import KINDS, NO_WORDS, TenantWords


@dataclass(frozen=True)
class TagReader:
    """Tells what a tag (an outcome, a label or a wrap-up code) says, by English stems and the tenant's own words."""

    words: TenantWords = NO_WORDS

    def escalation(self, tag: str) -> bool:
        """Whether it says that the matter was escalated, or is to be."""
        return self._says("escalation", tag)

    def transfer(self, tag: str) -> bool:
        """Whether it says that the contact was passed on, which is routing and no escalation."""
        return self._says("transfer", tag)

    def abandoned(self, tag: str) -> bool:
        """Whether it says that the contact was abandoned."""
        return self._says("abandoned", tag)

    def callback(self, tag: str) -> bool:
        """Whether it asks for a callback or promises one, and does not say that it was made or is off."""
        return self._callback(tag) == "open"

    def callback_made(self, tag: str) -> bool:
        """Whether it says that a callback was made, or is off: completed, closed, declined, cancelled."""
        return self._callback(tag) == "ended"

    def resolved(self, tag: str) -> bool:
        """Whether it is, as a whole, one that the tenant declared to mean that the matter is resolved."""
        return self._is_entry("resolved", self._spelled("resolved", tag))

    def looked_for(self, kind: str) -> tuple[str, ...]:
        """By what a kind is recognised: the stems, then the tenant's words as the tenant spells them."""
        return (*STEMS.get(kind, ()), *getattr(self.words, kind))

    @cached_property
    def _own(self) -> Mapping[str, OwnWords]:
        return {kind: make_own_words(getattr(self.words, kind), HINTS.get(kind, ())) for kind in KINDS}

    def _says(self, kind: str, tag: str) -> bool:
        spelled = self._spelled(kind, tag)
        return bool(spelled) and (self._is_entry(kind, spelled) or bool(self._undenied(kind, spelled)))

    def _callback(self, tag: str) -> str:
        """`open` or `ended`; empty where it names no callback, or denies it."""
        if self._says("callback_made", tag):
            return "ended"
        spelled = self._spelled("callback", tag)
        if not spelled:
            return ""
        named = self._undenied("callback", spelled)
        if self._is_entry("callback", spelled):
            return "open"
        return ("ended" if all(map(has_ended, named)) else "open") if named else ""

    def _undenied(self, kind: str, spelled: str) -> list[Mention]:
        """Where the tag speaks of this kind and does not deny it."""
        found = [*mentions(PATTERNS[kind], spelled)] if kind in PATTERNS else []
        meant = [mention for mention in found if not means_otherwise(kind, mention)]
        own = mentions(self._own[kind].pattern, spelled)
        return [mention for mention in (*meant, *own) if not mention.is_denied()]

    def _is_entry(self, kind: str, spelled: str) -> bool:
        return without_breaks(spelled) in self._own[kind].whole

    def _spelled(self, kind: str, tag: str) -> str:
        """The tag in one spelling; empty where there is nothing of this kind in it, or it is none by the tenant's word."""
        if not self._own[kind].hint.search(fold(tag)):
            return ""
        spelled = spell(tag)
        return "" if self._is_entry("none", spelled) else spelled


DEFAULT_TAG_READER = TagReader()
"""Without any tenant's own words."""


@lru_cache(maxsize=256)
def tag_reader(words: TenantWords) -> TagReader:
    """One reader for all calls of a tenant: its patterns are compiled once."""
    return TagReader(words)
