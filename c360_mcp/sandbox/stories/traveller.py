"""A traveller with a roaming bill, known by contact ID alone: the calls came with the number withheld."""

from c360_mcp.sandbox.story import EVERY_TIME, Contact, Story, call

# A contact reads in a few lines, not in one per field.
# fmt: off
STORY = Story(
    key="traveller",
    contact_id="contact-123",
    contacts=(
        call(
            82, "23:05", "12m17s", sentiment="NEUTRAL", topics={"roaming": 3},
            wrap_up=("Information given",), queue="Mobile", labels=("Queued", "Handled"),
            title="Roaming prices for Japan",
            summary="Customer asked about the use of the mobile plan in Japan from {75} to {61}. Agent "
            "explained that the travel pass costs $10.00 a day and has to be switched on in the app before "
            "departure, and that data costs $6.00 per megabyte without it. Customer asked agent to switch it "
            "on; agent stated that it was done.",
        ),
        call(
            70, "22:48", "6m51s", queue="Mobile", labels=("Queued", "Handled"),
            title="Mobile data not working abroad",
            sentiment="NEGATIVE", topics={"roaming": 2, "outage": 1}, summary_status="partial",
            summary="Customer called from abroad because mobile data did not work. Agent asked the customer "
            "to choose the network by hand. Recording ends",
        ),
        Contact(
            57, "03:20", "26m44s", media="CHAT", chat_type="WebChat", queue="inbound chat", sentiment="MIXED",
            topics={"roaming": 4, "refund": 2}, wrap_up=("Bill under review",), labels=("Queued", "Handled"),
            title="ローミング料金についての問い合わせ",
            summary="お客様から、日本滞在中のデータ通信料として412ドルが請求されているとの問い合わせがあった。"
            "お客様は出発前に1日10ドルのトラベルパスの設定を依頼していたが、有効になっていなかった。"
            "担当者は請求の再計算を申請し、15日間分のパス料金150ドルとの差額262ドルについて、"
            "10営業日以内に返金の可否をメールで連絡すると約束した。"
            "お客様は丁寧な対応に感謝したが、金額には納得していない。",
        ),
        call(
            28, "22:10", "9m39s", sentiment="NEGATIVE", topics={"roaming": 3, "refund": 3},
            wrap_up=("Follow-up",),
            queue="Mobile", labels=("Queued", "BlindTransfer", "Handled"),
            title="No answer about the roaming refund",
            summary_failures=EVERY_TIME,
            summary="Customer asked for the decision on the refund of $262.00, which should have come by "
            "email within ten business days of the chat. The call was transferred to the Mobile team without "
            "an introduction. Agent found the request still in review and promised a call as soon as it is "
            "decided.",
        ),
        call(
            11, "21:33", "15m06s", direction="OUTBOUND", sentiment="POSITIVE",
            topics={"roaming": 2, "refund": 2},
            wrap_up=("Credit issued",), queue="Mobile", labels=("Handled",),
            title="Roaming charges corrected",
            summary="Agent called to report that the roaming charges of $412.00 were recalculated with the "
            "travel pass, 15 days at $10.00, and that $262.00 was credited on {12}. Customer checked the app "
            "during the call and confirmed the credit. Agent apologised that the pass had not been switched "
            "on. Customer thanked the agent and considers the matter closed.",
        ),
    ),
)
# fmt: on
