"""The view in a real browser, in a host made with `AppBridge`, against the real server in the demo."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from c360_mcp.sandbox.cast import CAST, DEMO_TENANT, UNLICENSED_TENANT
from c360_mcp.view.page import page
from tests.browser.needs import lacking
from tests.browser.stage import SEARCH, Stage, stage
from tests.front_door import ask
from tests.view.showing import KEY, shown

if lacking():
    pytest.skip(f"scripts/check-view brings what is not here: {lacking()}", allow_module_level=True)

pytestmark = pytest.mark.anyio

LATE_FEE = {"search_by": "contact_id", "identifier": "contact-1001"}
ARCHIVE = {
    "search_by": "email",
    "identifier": "archive@example.com",
    "start_time": "P3Y",
    "max_interactions": 1000,
}
HOSTILE = {"search_by": "email", "identifier": "mallory@example.net", "include_summaries": 5}
EMPTY = {"search_by": "email", "identifier": "newcomer@example.com"}


@pytest.fixture
async def here(anyio_backend: str) -> AsyncIterator[Stage]:
    """A stage on which nothing may go wrong, and from which nothing may be loaded."""
    assert anyio_backend == "asyncio"
    async with stage() as here:
        yield here
        assert (here.problems, here.requests) == ([], [])


async def text(here: Stage) -> str:
    shown: str = await here.view.locator("#view").inner_text()
    return shown


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tenant", [DEMO_TENANT, UNLICENSED_TENANT])
async def test_every_customer_of_the_cast_is_drawn_and_accessible(tenant: str, theme: str) -> None:
    async with stage({"C360_TENANT_ID": tenant}) as here:
        await here.open(theme=theme)
        for persona in (each for each in CAST if each.tenant_id == tenant):
            await here.search(search_by=persona.search_by, identifier=persona.identifier, include_summaries=5)
            await here.view.get_by_role("heading", level=1).get_by_text(persona.identifier).wait_for()
            assert await here.accessibility_violations() == [], persona.identifier
            assert "Coverage" in await text(here)
        assert (here.problems, here.requests) == ([], [])


async def test_a_mark_stands_for_each_contact_and_leads_to_its_row(here: Stage) -> None:
    await here.open()
    await here.search(**LATE_FEE)
    marks = here.view.locator(".mark")
    assert await marks.count() == 11
    await here.view.get_by_role(
        "button", name=re.compile(r"^#3, .*phone inbound.*negative: Both late fees")
    ).click()
    assert await here.view.locator("li.chosen").get_attribute("id") == "row-3"
    assert await here.view.locator('.mark[aria-pressed="true"]').count() == 1


async def test_a_signal_leads_to_its_marks_and_rows_and_links_their_chain(here: Stage) -> None:
    await here.open()
    await here.search(**LATE_FEE)
    await here.view.get_by_role("button", name="late fee #2 #3 #5").click()
    chosen = here.view.locator("li.chosen")
    assert [await row.get_attribute("id") for row in await chosen.all()] == [
        f"row-{n}" for n in (2, 3, 5, 6, 7, 8, 9)
    ]
    assert await here.view.locator(".chains .chosen").count() == 1
    await here.view.get_by_label("Only these").check()
    assert await here.view.locator(".rows > li").count() == 7


async def test_shapes_tell_sentiments_apart_without_colour(here: Stage) -> None:
    await here.open()
    await here.search(**LATE_FEE)
    shapes = await here.view.locator(".mark .mood").evaluate_all(
        "paths => paths.map(path => [path.getAttribute('class'), path.getAttribute('d')])"
    )
    assert len({tuple(shape) for shape in shapes}) == len({d for _, d in shapes}) == 5


async def test_legs_are_one_mark(here: Stage) -> None:
    await here.open()
    await here.search(search_by="phone_number", identifier="+12065550166")
    assert await here.view.locator(".mark").count() == 3
    await here.view.get_by_role("button", name=re.compile("3 legs")).click()
    assert await here.view.locator("li.chosen").count() == 3


async def test_rows_are_filtered_by_channel_topic_sentiment_and_text(here: Stage) -> None:
    await here.open()
    await here.search(**LATE_FEE, include_summaries=5)
    rows = here.view.locator(".rows > li")
    await here.view.get_by_label("channel", exact=True).select_option("phone")
    assert await rows.count() == 4
    await here.view.get_by_label("sentiment", exact=True).select_option("negative")
    assert await rows.count() == 2
    await here.view.get_by_label("topic", exact=True).select_option("complaint")
    assert await rows.count() == 1
    await here.view.get_by_label("topic", exact=True).select_option("")
    await here.view.get_by_label("Text in the rows").fill("48213 writing")
    assert [await row.get_attribute("id") for row in await rows.all()] == ["row-3"]
    await here.view.get_by_label("Text in the rows").fill("nothing of the kind")
    await here.view.get_by_text("No row is left by these filters.").wait_for()


async def test_a_click_fetches_a_summary_once(here: Stage) -> None:
    await here.open()
    await here.search(**LATE_FEE)
    row = here.view.locator("#row-2")
    await row.get_by_role("button", name="Show the summary").click()
    await row.get_by_text("Agent promised a written decision by email").wait_for()
    assert [tool for tool, _ in here.calls] == ["get_transcript_summaries"]
    assert await row.get_by_role("button").count() == 0


async def test_a_summary_that_does_not_exist_is_told_as_such(here: Stage) -> None:
    await here.open()
    await here.search(**LATE_FEE)
    row = here.view.locator("#row-4")
    await row.get_by_role("button", name="Show the summary").click()
    await row.get_by_text("No summary: Summary not found (none exists").wait_for()


async def test_summaries_of_all_rows_shown_take_one_call(here: Stage) -> None:
    await here.open()
    await here.search(**LATE_FEE)
    await here.view.get_by_role("button", name="Show 11 more summaries").click()
    await here.view.locator(".summary").nth(6).wait_for()
    assert len(here.calls) == 1


async def test_months_are_drawn_opened_and_left_again(here: Stage) -> None:
    await here.open()
    await here.search(**ARCHIVE)
    assert await here.view.locator(".months").count() == 54
    await here.view.get_by_role("button", name=re.compile("^2026-02, chat: 31 contacts")).click()
    await here.view.get_by_text("63 interactions returned").wait_for()
    assert (here.calls[0][1]["start_time"], here.calls[0][1]["end_time"]) == ("2026-02-01", "2026-02-28")
    await here.view.get_by_role("button", name="Back").click()
    await here.view.get_by_text("500 interactions returned").wait_for()


async def test_more_history_is_fetched_on_click(here: Stage) -> None:
    await here.open()
    await here.search(search_by="email", identifier="archive@example.com")
    await here.view.get_by_role("button", name="The last three years").click()
    await here.view.get_by_text("500 interactions returned").wait_for()


async def test_the_timeline_zooms_to_days_and_back(here: Stage) -> None:
    await here.open()
    await here.search(**ARCHIVE)
    zoom_in = here.view.get_by_role("button", name="Zoom in")
    while await zoom_in.is_enabled():
        await zoom_in.click()
    ticks = await here.view.locator(".axis text").all_text_contents()
    assert all(re.fullmatch(r"\d+ \w+|\w+ \d+", tick) for tick in ticks), ticks
    await here.view.get_by_role("button", name="All", exact=True).click()
    assert await here.view.locator(".mark").count() == 75


async def test_a_question_about_the_chosen_contacts_goes_into_the_chat(here: Stage) -> None:
    await here.open(locale="en-GB", timeZone="Europe/Berlin")
    await here.search(**LATE_FEE)
    await here.view.get_by_label("Choose #2").check()
    await here.view.get_by_label("Choose #3").check()
    await here.view.get_by_role("button", name="Ask about these").click()
    await here.view.get_by_text("Asked in the chat.").wait_for()
    [question] = await here.page.evaluate("host.messages")
    assert question == (
        "About these contacts of contact-1001: #2 (20 Nov 2026, 16:14 Europe/Berlin, webchat inbound); #3 (17 Nov 2026, "
        "17:10 Europe/Berlin, phone inbound). What were they about, what was promised, and what is still open?"
    )


async def test_what_is_chosen_is_listed_and_leads_to_its_row(here: Stage) -> None:
    await here.open()
    await here.search(**LATE_FEE)
    await here.view.locator('.mark[tabindex="0"]').click()
    chosen = here.view.get_by_role("region", name="Chosen rows")
    await chosen.get_by_text("Written confirmation of the credit").wait_for()
    await chosen.get_by_role("button", name="#1").click()
    assert await here.view.evaluate("document.activeElement.id") == "row-1"
    assert await here.accessibility_violations() == []
    await chosen.get_by_role("button", name="Clear").click()
    assert await here.view.locator("li.chosen").count() == await chosen.count() == 0


async def test_without_the_hosts_help_nothing_is_offered_that_needs_it(here: Stage) -> None:
    await here.open(helps=False)
    await here.search(**LATE_FEE)
    await here.view.get_by_label("Choose #2").check()
    for name in ("Show the summary", "Ask ", "The last three years"):
        assert await here.view.get_by_role("button", name=name).count() == 0


async def test_hostile_texts_stay_text(here: Stage) -> None:
    await here.open()
    before = await here.view.locator("script, style, img, a, iframe").count()
    await here.search(**HOSTILE)
    _, data = await shown(here.client, SEARCH, **HOSTILE)
    data["rows"][0]["headline"] = data["overview"][0] = data["who"]["value"] = (
        "<img src=x onerror=document.title='x'>"
    )
    data["coverage"] = "</script><script>document.title='x'</script><a href=javascript:alert(1)>x</a>"
    await here.send("result", {"content": [], "_meta": {KEY: data}})
    await here.view.get_by_role("heading", level=1).get_by_text("<img src=x").wait_for()
    assert await here.view.locator("script, style, img, a, iframe").count() == before
    assert await here.view.title() == "Customer history"


async def test_arrow_keys_go_from_mark_to_mark_and_enter_chooses(here: Stage) -> None:
    await here.open()
    await here.search(**LATE_FEE)
    await here.view.locator('.mark[tabindex="0"]').focus()
    await here.page.keyboard.press("ArrowLeft")
    await here.page.keyboard.press("ArrowLeft")
    await here.page.keyboard.press("Enter")
    assert await here.view.locator("li.chosen").get_attribute("id") == "row-3"


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        ([], "Waiting for the answer"),
        ([("input", {"identifier": "someone@example.com"})], "Looking up someone@example.com"),
        ([("cancelled",)], "The call was cancelled"),
        (
            [("result", {"content": [{"type": "text", "text": "The API is away."}], "isError": True})],
            "The API is away.",
        ),
        ([("result", {"content": [{"type": "text", "text": "A text"}]})], "The answer stands in the chat"),
        (
            [("result", {"content": [], "_meta": {KEY: {"view": "of another version"}}})],
            "The answer stands in the chat",
        ),
    ],
    ids=["before anything", "before a result", "cancelled", "an error", "without data", "with other data"],
)
async def test_where_there_is_nothing_to_draw_the_view_says_why(
    here: Stage, messages: list[tuple[Any, ...]], said: str
) -> None:
    await here.open()
    for name, *parameters in messages:
        await here.send(name, *parameters)
    await here.view.get_by_text(said).wait_for()
    assert await here.accessibility_violations() == []


async def test_no_history_is_told_with_what_it_does_not_mean(here: Stage) -> None:
    await here.open()
    await here.search(**EMPTY)
    await here.view.get_by_text("that is not proof of no history").wait_for()
    await here.view.get_by_text("Nothing was found to show.").wait_for()


async def test_summaries_alone_are_shown(here: Stage) -> None:
    await here.open()
    _, data = await shown(here.client, SEARCH, **LATE_FEE)
    result = await ask(
        here.client, "get_transcript_summaries", {"interaction_ids": [row["id"] for row in data["rows"]]}
    )
    await here.send("result", result.model_dump(by_alias=True, exclude_none=True, mode="json"))
    await here.view.get_by_role("heading", name="Transcript summaries").wait_for()
    assert await here.view.locator(".summary").count() == 7
    assert await here.accessibility_violations() == []


async def test_the_hosts_theme_fonts_locale_and_zone_are_followed_as_they_change(here: Stage) -> None:
    styles = {"variables": {"--font-sans": "monospace", "--color-text-primary": "rgb(1, 2, 3)"}}
    await here.open(theme="light", locale="de-DE", timeZone="Asia/Tokyo", styles=styles)
    await here.search(**LATE_FEE)
    await here.view.get_by_text("21.11.2026, 00:14", exact=True).wait_for()
    style = "getComputedStyle(document.body)"
    assert await here.view.evaluate(f"[{style}.fontFamily, {style}.color]") == ["monospace", "rgb(1, 2, 3)"]
    await here.send("context", {"theme": "dark", "locale": "en-US", "timeZone": "America/New_York"})
    await here.view.get_by_text(re.compile(r"^Nov 20, 2026, 10:14\sAM$")).wait_for()
    assert await here.view.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@pytest.mark.parametrize("width", [320, 375, 768, 1400])
async def test_nothing_is_wider_than_the_frame(width: int) -> None:
    async with stage(width=width) as here:
        await here.open()
        for asked in (ARCHIVE, HOSTILE, LATE_FEE | {"include_summaries": 5}):
            await here.search(**asked)
            await here.view.locator(".rows > li").first.wait_for()
            assert await here.view.evaluate("document.documentElement.scrollWidth") <= width


async def test_motion_is_left_out_where_it_is_not_wanted() -> None:
    async with stage(reduced_motion="reduce") as here:
        await here.open()
        await here.search(**LATE_FEE)
        motion = await here.view.locator(".ring").first.evaluate(
            "ring => getComputedStyle(ring).transitionDuration"
        )
    assert motion == "0s"


async def test_the_page_with_its_data_inside_speaks_to_nobody(here: Stage) -> None:
    _, data = await shown(here.client, SEARCH, **LATE_FEE | {"include_summaries": 5})
    await here.page.set_content(page(data))
    await here.page.get_by_role("heading", level=1).get_by_text("contact-1001").wait_for()
    assert await here.page.locator(".mark").count() == 11
    await here.page.get_by_label("Choose #2").check()
    for name in ("Show the summary", "Ask ", "The last three years"):
        assert await here.page.get_by_role("button", name=name).count() == 0


async def test_a_teardown_is_answered(here: Stage) -> None:
    await here.open()
    await here.search(**EMPTY)
    await here.send("teardown")
