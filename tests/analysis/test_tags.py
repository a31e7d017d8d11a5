"""What tags say: a contact centre's own outcomes, labels and wrap-up codes, however it spells them."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from c360_mcp.analysis.tag_spelling import spell
from c360_mcp.analysis.tags import TagReader
from c360_mcp.analysis.tenant_words import TenantWords

READER: Final = TagReader()
READ: Final[dict[str, Callable[[str], bool]]] = {
    "escalation": READER.escalation,
    "transfer": READER.transfer,
    "abandoned": READER.abandoned,
    "callback": READER.callback,
    "callback_made": READER.callback_made,
}

SAYS: Final = {
    "escalation": [
        "Escalated",
        "Escalated - not resolved",
        "Escalated (no callback)",
        "Escalated no callback",
        "ESCALATED_NOT_RESOLVED",
        "Escalated: customer has no contract",
        "Escalated - not required documents",
        "Pre-ESCALATION",
        "Re-escalated",
        "L2Escalation",
        "supervisorescalation",
        "No callback - escalated",
        "No callback, escalated to Tier 2",
        "Not resolved escalated",
        "Resolved: no, escalated",
        "No answer escalated",
        "Not escalated before, escalate now",
    ],
    "transfer": [
        "Warm transfer",
        "Transfer to Tier 2",
        "TransferredToQueue",
        "TransferredToAgent",
        "BlindTransfer",
        "BLINDTRANSFER",
        "ForwardedToExternalNumber",
        "Forwarded to billing",
        "transfer_to_agent",
        "Transfered to accounts",
        "Transferred - no callback",
        "Transferred to bank team",
        "Bank: transfer to Tier 2",
        "Account transfer",
        "TransferToVoicemail",
    ],
    "abandoned": [
        "Abandoned",
        "Customer abandoned",
        "Abandoned in queue",
        "AbandonedInIVR",
        "SHORT_ABANDON",
        "Abandoned - not counted",
        "Abandoned (no callback)",
        "Abandoned, order still open",
    ],
    "callback": [
        "Callback",
        "Callbacks",
        "call back",
        "CALL_BACK",
        "CallBackLater",
        "Call-back requested",
        "callbackrequested",
        "Call the customer back",
        "ForwardedToCallback",
        "Callback needed - issue not resolved",
        "Callback needed - issue closed",
        "Callback needed - declined refund",
        "Callback due no later than Friday",
        "Callback: Friday, not before 9",
        "Callback not made",
        "Callback missed",
        "Callback to be made",
        "Callback must be completed",
        "Callback - no answer",
        "No answer callback",
        "Order cancelled callback needed",
        "Survey - callback requested",
        "Callback completed - second callback needed",
    ],
    "callback_made": [
        "CallbackCompleted",
        "Callback made",
        "Callback was made",
        "Callback done by agent",
        "Callback (done)",
        "CALLBACK_DONE",
        "Callback - completed",
        "Callback requested - completed",
        "Callback request closed",
        "Callback declined",
        "Callback cancelled",
        "Cancelled callback",
        "Customer declined a callback",
        "Not resolved, callback made",
    ],
}
DOES_NOT_SAY: Final = {
    "escalation": [
        "Not escalated",
        "NotEscalated",
        "NoEscalation",
        "Non-escalated",
        "NO_FURTHER_ESCALATION",
        "Not yet escalated",
        "Never escalated",
        "Without escalation",
        "No need to escalate",
        "Didn't escalate",
        "Do not escalate",
        "No transfer or escalation",
        "Neither transferred nor escalated",
        "Escalation not required",
        "Escalation unnecessary",
        "Escalation - not needed",
        "Escalation: no",
        "Escalated? No - handled",
        "Handled, not escalated",
        "De-escalated",
        "De escalated",
        "DeEscalation",
        "deescalated",
        "Unescalated",
        "TransferredToAgent",
        "Eskaliert an Teamleitung",
    ],
    "transfer": [
        "No transfer",
        "Not transferred",
        "Transfer not needed",
        "Transfer: none",
        "Money transfer",
        "Bank transfer",
        "Data transfer",
        "Balance transfer request",
        "WireTransfer",
        "FUNDS_TRANSFER",
        "Transfer of funds",
        "Transferred the balance",
        "Number transfer",
        "Files forwarded",
        "Non-transferable",
        "ForwardedToVoicemail",
        "ForwardedToCallback",
        "ConferenceEstablished",
        "ConsultationEstablished",
        "Handled",
    ],
    "abandoned": [
        "Not abandoned",
        "Non-abandoned",
        "Never abandoned",
        "Abandoned cart",
        "AbandonedShoppingCart",
        "Cart abandonment",
        "Abandoned the order",
        "Handled",
    ],
    "callback": [
        "No callback needed",
        "NoCallback",
        "Callback not needed",
        "Callback no longer needed",
        "Don’t call back",
        "No need for a callback",
        "Escalated (no callback)",
        "Callback? No",
        "PostCallSurveyCallback",
        "Callback survey",
        "Called back",
        "Background check",
        "Call backlog",
    ],
    "callback_made": ["Callback", "Callback not made", "No callback", "PostCallSurveyCallback", "Completed"],
}


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(kind, tag) for kind, tags in table.items() for tag in tags]


@pytest.mark.parametrize(("kind", "tag"), pairs(SAYS))
def test_a_tag_that_says_so(kind: str, tag: str) -> None:
    assert READ[kind](tag)


@pytest.mark.parametrize(("kind", "tag"), pairs(DOES_NOT_SAY))
def test_a_tag_that_does_not_say_so(kind: str, tag: str) -> None:
    assert not READ[kind](tag)


@pytest.mark.parametrize("tag", SAYS["callback_made"])
def test_a_callback_that_was_made_or_is_off_is_not_asked_for(tag: str) -> None:
    assert not READER.callback(tag)


@pytest.mark.parametrize("tag", ["Resolved", "Issue resolved", "Handled", "Closed", "RepliedToEmail"])
def test_no_tag_says_resolved_by_itself(tag: str) -> None:
    assert not READER.resolved(tag)


STYLES: Final[dict[str, Callable[[Sequence[str]], str]]] = {
    "small": " ".join,
    "capitals": lambda words: " ".join(words).upper(),
    "titles": lambda words: " ".join(words).title(),
    "snake": "_".join,
    "constant": lambda words: "_".join(words).upper(),
    "hyphens": "-".join,
    "camel": lambda words: "".join(word[0].upper() + word[1:] for word in words),
    "spaced": lambda words: "  ".join(words) + " ",
    "full width": lambda words: "".join(
        chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalnum() else letter
        for letter in " ".join(words)
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_neither_letter_case_nor_what_stands_between_words_matters(style: str) -> None:
    wrong = {
        (tag, respelled)
        for kind, tag in chain(pairs(SAYS), pairs(DOES_NOT_SAY))
        if "/" not in spell(tag) and "’" not in tag and "'" not in tag
        for respelled in [STYLES[style](spell(tag).split())]
        if READ[kind](respelled) != READ[kind](tag)
    }
    assert wrong == set()


denials_elsewhere = st.sampled_from(
    ["{} - not resolved", "{} (no refund)", "{}; not happy", "{}, never paid", "{}/no answer", "No answer - {}",
     "Not resolved, {}", "NOT PAID: {}", "(Without contract) {}", "No reply. {}"]
)  # fmt: skip


@given(said=st.sampled_from(pairs(SAYS)), statement=denials_elsewhere)
def test_a_denial_of_something_else_hides_nothing(said: tuple[str, str], statement: str) -> None:
    kind, tag = said
    assert READ[kind](statement.format(tag))


@given(
    named=st.sampled_from(
        [
            ("escalation", "escalation"),
            ("transfer", "transfer"),
            ("abandoned", "abandoned"),
            ("callback", "callback"),
        ]
    ),
    denial=st.sampled_from(
        [
            "no {}",
            "not {}",
            "Not yet {}",
            "never {}",
            "without {}",
            "no further {}",
            "{} not needed",
            "{}: none",
        ]
    ),
    statement=st.sampled_from(["{}", "{} - handled", "Handled ({})", "Issue resolved / {}"]),
)
def test_a_denial_of_the_very_word_counts_wherever_it_stands(
    named: tuple[str, str], denial: str, statement: str
) -> None:
    kind, word = named
    assert not READ[kind](statement.format(denial.format(word)))


@given(tag=st.text(max_size=90))
@example("no " * 27)
@example("no" + " or" * 26 + "escalated")
@example("not a or b " * 8 + "escalated")
@example("callback requested " * 4)
def test_any_tag_is_read(tag: str) -> None:
    assert not (READER.callback(tag) and READER.callback_made(tag))
    assert [READ[kind](tag) for kind in READ] == [READ[kind](f" {tag}_") for kind in READ]


OWN: Final = TagReader(
    TenantWords(
        escalation=("eskalier", "ESC", "エスカレーション", "تصعيد"),
        transfer=("weitergeleitet an", "Übergabe"),
        abandoned=("aufgelegt",),
        callback=("Rückruf",),
        callback_made=("Rückruf erledigt",),
        resolved=("Gelöst", "Closed - fixed"),
        none=("Keine Eskalation", "Account transfer", "Rückruf nicht nötig"),
    )
)


@pytest.mark.parametrize(
    ("kind", "tag", "expected"),
    [
        pytest.param("escalation", "Eskaliert an Teamleitung", True, id="a beginning"),
        pytest.param("escalation", "KUNDE_ESKALIERT", True, id="in capitals"),
        pytest.param("escalation", "kundeEskaliert", True, id="in CamelCase"),
        pytest.param("escalation", "Deeskaliert", False, id="not inside a word"),
        pytest.param("escalation", "Not eskaliert", False, id="denied"),
        pytest.param("escalation", "L2 ESC", True, id="a short one as a whole word"),
        pytest.param("escalation", "Escrow", False, id="a short one at the beginning of a word"),
        pytest.param("escalation", "緊急エスカレーション済み", True, id="inside a word of a script without capitals"),
        pytest.param("escalation", "緊急ｴｽｶﾚｰｼｮﾝ", True, id="in letters of half width"),
        pytest.param("escalation", "طلب التصعيد", True, id="after an article that is written as one word"),
        pytest.param("escalation", "Escalated", True, id="stems count beside them"),
        pytest.param("transfer", "Weitergeleitet an: Technik", True, id="several words"),
        pytest.param("transfer", "Weitergeleitet (an Technik)", True, id="several words, whatever parts them"),
        pytest.param("transfer", "Weitergeleitet", False, id="not some of them"),
        pytest.param("transfer", "U\u0308BERGABE", True, id="composed otherwise"),
        pytest.param("transfer", "Account transfer", False, id="declared to say nothing"),
        pytest.param("transfer", "Account transfer to Tier 2", True, id="of those only whole tags"),
        pytest.param("abandoned", "Aufgelegt in Warteschlange", True, id="abandoned"),
        pytest.param("callback", "Rückruf bis Freitag", True, id="a callback"),
        pytest.param("callback", "Rückruf - completed", False, id="and what became of it in English"),
        pytest.param("callback", "Rückruf nicht nötig", False, id="a callback declared to be none"),
        pytest.param("callback", "Rückruf erledigt 3.5.", False, id="a callback that was made"),
        pytest.param("callback_made", "Rückruf erledigt 3.5.", True, id="made"),
        pytest.param("callback_made", "Rückruf", False, id="not made"),
        pytest.param("resolved", "gelöst", True, id="resolved"),
        pytest.param("resolved", "CLOSED_FIXED", True, id="resolved, spelled otherwise"),
        pytest.param("resolved", "Nicht gelöst", False, id="resolved only as a whole tag"),
        pytest.param("resolved", "Gelöst?  Nein", False, id="not where more is said"),
    ],
)  # fmt: skip
def test_a_tenants_own_words_count_too(kind: str, tag: str, expected: bool) -> None:
    assert getattr(OWN, kind)(tag) is expected


def test_a_tag_that_a_tenant_lists_as_it_is_says_so_whatever_stands_in_it() -> None:
    reader = TagReader(
        TenantWords(
            transfer=("Bank transfer",), callback=("Callback not declined",), escalation=("No escalate",)
        )
    )
    assert reader.transfer("bank-transfer")
    assert reader.escalation("No Escalate")
    assert reader.callback("CALLBACK NOT DECLINED")


@given(word=st.text(min_size=1, max_size=80).filter(spell))
@example("ǰ")
@example("İstanbul")
@example("Straße")
@example("ΟΔΟΣ")
@example("नहीं हुआ")
def test_every_word_that_a_tenant_may_give_finds_the_tag_that_it_is(word: str) -> None:
    own = TagReader(TenantWords(escalation=(word,), callback_made=(word,), resolved=(word,)))
    assert own.escalation(word)
    assert own.callback_made(word)
    assert own.resolved(word)


def test_what_was_looked_for_is_named_by_stems_and_the_tenants_words() -> None:
    kinds = ("escalation", "transfer", "abandoned", "callback", "callback_made", "resolved")
    assert {kind: READER.looked_for(kind) for kind in kinds} == snapshot(
        {
            "escalation": ("escalat",),
            "transfer": ("transfer", "forwarded"),
            "abandoned": ("abandon",),
            "callback": ("callback", "call back"),
            "callback_made": (),
            "resolved": (),
        }
    )
    assert OWN.looked_for("escalation") == snapshot(
        ("escalat", "eskalier", "ESC", "エスカレーション", "تصعيد")
    )
    assert OWN.looked_for("resolved") == snapshot(("Gelöst", "Closed - fixed"))
