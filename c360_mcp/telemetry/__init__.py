"""Spans and metrics for operators. Their attributes take few values, and none that a caller made up.

The other packages know nothing of OpenTelemetry, whose API does nothing until `export` installs a provider.
"""
