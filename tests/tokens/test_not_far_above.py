import random
import string

import pytest

from c360_mcp.text.token_estimate import estimate
from tests.tokens.o200k import count

ROW_STARTS = """\
#1 2026-11-18 14:03 | phone in 6m12s | negative |
#2 2026-11-03 09:41 | email in | neutral |
#17 2026-02-28 23:59 | chat in 41s | positive |
#50 2025-12-01 08:00 | phone out 1h02m | mixed |"""

ROWS = """\
#1 2026-11-18 14:03 | phone in 6m12s | negative | "Late fee again" | topics billing ×2, fees | outcome Handled | wrap-up Callback | queue Support | labels vip, Queued | int-1921de567b1-7zrCRtowKo5rmiXNVI0G4PLOE-phone-03-acmecorp01
#2 2026-11-03 09:41 | email in | neutral | "Refund for order 48213" | topics refund | outcome RepliedToEmail | queue Billing | int-1921a0c44f0-Q2mWc8ZpTtLr0uVxYbN3sKdEh-email-01-acmecorp01
#3 2026-10-22 17:20 | chat (WebChat) in 3m05s | mixed | topics delivery ×3, cancellation | outcome TransferredToAgent | wrap-up Resolved | queue Sales | int-19210b7e9aa-kP4sWq9ZtYc2LmXb7RvE0uHnJ-chat-02-acmecorp01
Coverage: complete. All 3 interactions of this window are shown; other identifiers of the same customer are not included."""

ENGLISH = """\
The customer called to dispute a late fee of £24.50 charged on 3 November, saying that the payment had been made on time. The agent checked the account, found that the direct debit had failed because of a bank error, and offered to refund the fee. The customer accepted, but is unhappy that this is the third time. The agent promised to call back by Friday, once the billing team has reviewed the account.
Customer wants to cancel the contract because the internet connection has been dropping every evening for two weeks. The agent ran a line test, found an issue with the router and booked an engineer visit for Tuesday. The customer was told about the cancellation fee and asked for the terms in writing. Next step: the customer will decide after the visit.
Customer contacted support by chat about order #48213, which was delivered with two missing items. The agent confirmed the details with the warehouse, apologised for the inconvenience, and arranged a replacement for the same day. A 10% discount was offered for the next order. The customer was happy with the response and said thank you.
I have been waiting three weeks for my password reset and nobody answers the phone. Please don't send me another automated message! If this isn't resolved by tomorrow, I will switch to another provider and I want my money back. Thanks, Sarah"""

OTHER_LANGUAGES = {
    "German": "Der Kunde rief an, weil auf der letzten Rechnung eine Mahngebühr stand, obwohl er rechtzeitig überwiesen hatte. Ein Rückruf bis Freitag wurde zugesagt.",
    "French": "Le client a appelé pour contester des frais de retard. L'agent a vérifié le compte et proposé un remboursement. Un rappel est prévu vendredi.",
    "Russian": "Клиент позвонил, чтобы оспорить комиссию за просрочку платежа. Оператор проверил счёт и предложил вернуть деньги.",
    "Japanese": "お客様は11月3日の延滞料金についてお電話をくださいました。担当者は入金を確認し、返金の手続きを行いました。",
    "Chinese": "客户来电投诉十一月三日收取的滞纳金。客服核实了账户，确认款项已按时到账，并同意退款。",
    "Arabic": "اتصل العميل للاعتراض على رسوم التأخير. تحقق الموظف من الحساب وعرض استرداد المبلغ.",
    "Hindi": "ग्राहक ने विलंब शुल्क के बारे में शिकायत करने के लिए फोन किया। एजेंट ने राशि वापस करने की पेशकश की।",
}


def ratio(text: str) -> float:
    return estimate(text) / count(text)


@pytest.mark.parametrize("row", ROW_STARTS.splitlines())
def test_the_start_of_a_row_is_at_most_a_twentieth_above(row: str) -> None:
    assert 1 <= ratio(row) <= 1.05


def test_whole_rows_are_at_most_a_quarter_above() -> None:
    assert 1 <= ratio(ROWS) <= 1.25


def test_english_prose_is_at_most_six_tenths_above() -> None:
    assert 1 <= ratio(ENGLISH) <= 1.6


@pytest.mark.parametrize("medium", ["phone", "email", "chat", "voicemail"])
def test_ids_of_real_length_are_at_most_a_third_above(medium: str) -> None:
    draw = random.Random(medium)  # noqa: S311
    base62 = string.ascii_letters + string.digits
    ids = [
        f"int-{draw.randrange(2**40, 2**41):x}-{''.join(draw.choices(base62, k=25))}-{medium}-0{number % 10}-acmecorp01"
        for number in range(200)
    ]
    assert 1 <= ratio("\n".join(ids)) <= 1.35


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_prose_in_other_languages_is_less_than_four_times_its_count(language: str) -> None:
    assert 1 <= ratio(OTHER_LANGUAGES[language]) < 4
