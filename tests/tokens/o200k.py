"""The real tokenizer."""

import warnings

with warnings.catch_warnings():  # it reads its data in a way that Python 3.11 calls deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    import bpe_openai

    _ENCODING = bpe_openai.get_encoding("o200k_base")


def count(text: str) -> int:
    """The tokens of `text` in `o200k_base`."""
    return len(_ENCODING.encode(text, disallowed_special=()))
