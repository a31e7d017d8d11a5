"""A period as people type it into a prompt, such as "last 30 days", as the `start_time` of a search."""

import re
from datetime import date, datetime, timedelta

from c360_mcp.search.duration import read_duration
from c360_mcp.search.moment import read_moment

_NUMBER_WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_COUNTS = {"": 1, "a": 1, "an": 1} | {word: count for count, word in enumerate(_NUMBER_WORDS, 1)}

_UNITS = {
    "PT{}H": "hour hours hr hrs h",
    "P{}D": "day days d",
    "P{}W": "week weeks wk wks w",
    "P{}M": "month months mo",  # a bare "m" might be minutes
    "P{}Y": "year years yr yrs y",
}
_FORMS = {name: form for form, names in _UNITS.items() for name in names.split()}

_SINCE = re.compile(r"(?:since |from )?(\S+(?: \S+){0,3})")
_COUNTED = rf"(?P<count>[0-9]{{1,4}}|{'|'.join(_NUMBER_WORDS)}|an?|) ?(?P<unit>{'|'.join(_FORMS)})"
_BACK = re.compile(
    r"(?:(?:(?:in|for|over|during) )?(?:(?P<up_to_now>the last|(?:the )?past)|(?:the )?(?:last|previous)) )?"
    + _COUNTED
)
_AGO = re.compile(f"(?:since |from )?{_COUNTED} ago")


def recognise_period(typed: str, now: datetime) -> str | None:
    """Return the `start_time` that `typed` means without doubt (`P30D` for "last 30 days"), otherwise None.

    "Last year" is in doubt, as the calendar's may be meant, and so is a start that lies after `now`. Times without
    an offset are in the zone of `now`.
    """
    text = _plain(typed)
    return _calendar(text, now) or _moment_or_duration(text, now) or span_in_words(text) or span_ago(text)


def _calendar(text: str, now: datetime) -> str | None:
    """The day on which it began, of "today", "since yesterday", "this week" and "this month"; weeks begin on Monday."""
    today = now.date()
    begun = {
        "today": today,
        "yesterday": today - timedelta(days=1),
        "this week": today - timedelta(days=today.weekday()),
        "this month": today.replace(day=1),
    }.get(text.removeprefix("since "))
    return begun.isoformat() if begun else None


def span_in_words(typed: str) -> str | None:
    """Return `P30D` for "30 days" and "the last 30 days"; None for what is none, or could be the calendar's."""
    words = _BACK.fullmatch(_plain(typed))
    if not words or not (words["up_to_now"] or words["count"]):  # "last year"
        return None
    return _duration(words)


def span_ago(typed: str) -> str | None:
    """Return `P30D` for "30 days ago", otherwise None."""
    words = _AGO.fullmatch(_plain(typed))
    return _duration(words) if words and words["count"] else None


def _plain(typed: str) -> str:
    return " ".join(typed.split()).lower()


def _moment_or_duration(text: str, now: datetime) -> str | None:
    if read_duration(text):
        return text.upper()
    since = _SINCE.fullmatch(text)
    moment = read_moment(since[1]) if since else None
    return since[1].upper() if since and moment and not _lies_after(moment, now) else None


def _lies_after(moment: date | datetime, now: datetime) -> bool:
    if not isinstance(moment, datetime):
        return moment > now.date()
    return (moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)) > now


def _duration(words: re.Match[str]) -> str | None:
    count = words["count"]
    number = int(count) if count.isdigit() else _COUNTS[count]
    return _FORMS[words["unit"]].format(number) if number else None
