from inline_snapshot import snapshot

from c360_mcp.sandbox.cast import UNLICENSED_TENANT

from .asking import Sandbox

TRAVELLER = {"contactId": "contact-123", "crmId": "native"}


def ids(sandbox: Sandbox, **params: str) -> list[str]:
    return [interaction["interactionId"] for interaction in sandbox.interactions(**params)]


def test_a_whole_reply(sandbox: Sandbox) -> None:
    newest_email, latest_chat = reversed(ids(sandbox, email="customer@example.com")[-2:])
    assert sandbox.summaries(newest_email, latest_chat, "int-abc123") == snapshot(
        {
            "summaries": [
                {
                    "interactionId": "int-1a1f98596f4-cBJjeq33vCjdpDhnXR056iCsZ-chat-09-acmecorp01",
                    "summaryObjectId": "obj-cBJjeq33vC",
                    "content": {
                        "id": "summary-jdpDhnXR056iCsZ",
                        "result": (
                            "Customer asked for the state of the $70.00 credit under reference 48213 and "
                            "stated that the callback promised for 19 November 2026 did not take place. "
                            "Agent confirmed that the credit still awaits a supervisor's approval and could "
                            "not say who holds it. Agent promised a written decision by email by "
                            "24 November 2026. Customer announced that the charge will otherwise be "
                            "disputed with the bank and the service cancelled. No credit was issued during "
                            "the chat."
                        ),
                        "status": "success",
                        "type": "summary",
                        "duration": 1072.0,
                    },
                    "metadata": {"createdAt": "2026-11-20T15:35:56", "sizeBytes": 456},
                }
            ],
            "partialFailures": [
                {
                    "interactionId": "int-1a1fd5aa1d5-ZV6RtJv7HZ2IYK2xoCcjhebDf-email-10-acmecorp01",
                    "reason": "Summary not found",
                },
                {"interactionId": "int-abc123", "reason": "Summary not found"},
            ],
        }
    )


def test_an_id_that_is_asked_for_twice_is_answered_once(sandbox: Sandbox) -> None:
    [*_, latest] = ids(sandbox, phoneNumber="+12065550134")
    reply = sandbox.summaries(latest, "int-1", latest, "int-1")
    assert [each["interactionId"] for each in reply["summaries"]] == [latest]
    assert reply["partialFailures"] == [{"interactionId": "int-1", "reason": "Summary not found"}]


def test_one_summary_is_not_available_on_the_first_ask_and_then_found(fresh_sandbox: Sandbox) -> None:
    [*_, latest] = ids(fresh_sandbox, phoneNumber="+442079460123")
    first, second = fresh_sandbox.summaries(latest), fresh_sandbox.summaries(latest)
    assert first == {
        "summaries": [],
        "partialFailures": [{"interactionId": latest, "reason": "Summary not available"}],
    }
    assert [each["interactionId"] for each in second["summaries"]] == [latest]
    assert second["partialFailures"] == []


def test_one_summary_is_never_available(fresh_sandbox: Sandbox) -> None:
    unavailable = ids(fresh_sandbox, **TRAVELLER)[3]
    replies = [fresh_sandbox.summaries(unavailable) for _ in range(3)]
    assert (
        replies
        == [
            {
                "summaries": [],
                "partialFailures": [{"interactionId": unavailable, "reason": "Summary not available"}],
            }
        ]
        * 3
    )


def test_one_summary_was_cut_short_and_says_so(sandbox: Sandbox) -> None:
    reply = sandbox.summaries(*ids(sandbox, **TRAVELLER))
    statuses = [each["content"]["status"] for each in reply["summaries"]]
    assert statuses == ["success", "partial", "success", "success"]


def test_a_summary_is_found_on_its_own_tenant_only(sandbox: Sandbox) -> None:
    [first, *_] = ids(sandbox, email="customer@example.com")
    reply = sandbox.summaries(first, tenant=UNLICENSED_TENANT)
    assert reply["partialFailures"] == [{"interactionId": first, "reason": "Summary not found"}]


def test_the_size_counts_bytes_not_letters(sandbox: Sandbox) -> None:
    [japanese] = sandbox.summaries(ids(sandbox, **TRAVELLER)[2])["summaries"]
    assert japanese["content"]["result"].startswith("お客様から、")
    assert japanese["metadata"]["sizeBytes"] == len(japanese["content"]["result"].encode("utf-8"))
