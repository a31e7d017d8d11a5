"""What operators see from outside: spans and metrics, in names that this server publishes, and nothing personal.

All calls are OpenTelemetry's API, which does nothing until `export` was told where to send things.
"""
