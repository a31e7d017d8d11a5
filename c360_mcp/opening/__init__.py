"""The first messages of a connection over stdio, answered while the SDK's server is still being loaded.

Nothing here imports more than a few small modules of the standard library, since that would have to be waited for.
"""
