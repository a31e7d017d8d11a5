"""What is noted of the requests of a call."""

from c360_mcp.upstream.journal import Journal


def test_exchanges_of_the_parts_of_a_call_stand_in_the_whole_in_the_order_in_which_they_began() -> None:
    whole = Journal()
    one, other = Journal(whole=whole), Journal(whole=whole)
    begun = [one.begin(), other.begin(), one.begin(), whole.begin()]
    assert whole.exchanges == begun
    assert one.exchanges == [begun[0], begun[2]]
    assert other.exchanges == [begun[1]]
