"""How long a test waits for what must happen."""

PATIENCE = 120
"""Seconds after which something hangs. Nothing that tests wait for takes more than two on a machine of its own, but tests
also run where everything is slow, and where it is as fast as it can be nobody waits so long."""

LONGER_STILL = "600"
"""The value of `C360_TIMEOUT` where a test is to notice that something waits for a call that it should not wait for."""
