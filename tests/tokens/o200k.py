"""The real tokenizer."""

import warnings

with warnings.catch_warnings():  # it reads its data in a way that Python 3.11 calls deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    import bpe_openai

    _ENCODING = bpe_openai.get_encoding("o200k_base")


def count(text: str) -> int:
    """The tokens of `text` in `o200k_base`."""
    return len(_ENCODING.encode(text, disallowed_special=()))


def merges_up_to(last: str) -> list[str]:
    """The tokens of two bytes and more, in the order in which the tokenizer makes them."""
    ids = range(256, _ENCODING.encode_single_token(last) + 1)
    return [_ENCODING.decode_single_token_bytes(token).decode(errors="replace") for token in ids]
