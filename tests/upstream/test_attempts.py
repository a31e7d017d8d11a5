"""What is noted of the requests of a call."""

from c360_mcp.upstream.attempts import AttemptLog


def test_exchanges_of_the_parts_of_a_call_stand_in_the_whole_in_the_order_in_which_they_began() -> None:
    whole = AttemptLog()
    one, other = AttemptLog(parent=whole), AttemptLog(parent=whole)
    begun = [one.begin(), other.begin(), one.begin(), whole.begin()]
    assert whole.attempts == begun
    assert one.attempts == [begun[0], begun[2]]
    assert other.attempts == [begun[1]]
