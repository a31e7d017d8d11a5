"""The tokenizer by which budgets are measured."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of how it reads its own vocabulary
    import bpe_openai

_encode = bpe_openai.get_encoding("o200k_base").encode_ordinary


def count_tokens(text: str) -> int:
    """Tokens of `o200k_base`."""
    return len(_encode(text))
