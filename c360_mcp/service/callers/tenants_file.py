"""The file that names the tenants of a service: TOML with one table for each."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from pydantic import SecretStr

from c360_mcp import variables
from c360_mcp.analysis.tenant_words import NO_WORDS, TenantWords, parse_words
from c360_mcp.setting import Setting, SettingsReader, declared
from c360_mcp.settings import Settings, read_api_url
from c360_mcp.toml_file import read_toml
from c360_mcp.unfilled import filled

_ID = replace(variables.TENANT_ID, name="id", required="the ID of the 8x8 tenant")
_REGION = replace(variables.REGION, name="region")
_BASE_URL = replace(variables.BASE_URL, name="base_url")
_API_KEY = replace(
    variables.API_KEY, name="api_key", required=f"{variables.API_KEY.required}, or api_key_env instead"
)
_API_KEY_ENV = Setting("api_key_env", "the environment variable that holds the key", str, "")
_TIMEZONE = replace(variables.TIMEZONE, name="timezone")
_RATE = replace(variables.RATE, name="rate")
_DEFAULT_COUNTRY = replace(variables.DEFAULT_COUNTRY, name="default_country")

_WORDS = "words"

_KEYS = [*(key.name for key in declared(vars())), _WORDS]


def read_tenants(path: str, environ: Mapping[str, str], shared: Settings) -> dict[str, Settings]:
    """The settings of each tenant, by the name that tokens use; those that its table lacks are taken from `shared`.

    Raises `ValueError`, which names tables and keys but repeats no value, since one could be a secret.
    """
    tenants: dict[str, Settings] = {}
    problems: list[str] = []
    for name, table in _load(path).items():
        texts = {key: value for key, value in table.items() if isinstance(value, str)}
        reader = SettingsReader(texts, strict=True)
        reader.problems += _wrong_keys(table)
        settings = _read(reader, environ, shared)
        tenants[name] = (
            replace(settings, words=_words(table[_WORDS], reader)) if _WORDS in table else settings
        )
        problems += [f"[{name}] {problem}" for problem in reader.problems]
    if problems:
        raise ValueError(", ".join(problems))
    return tenants


def _load(path: str) -> dict[str, dict[str, object]]:
    content = read_toml(path)
    tables = {name: table for name, table in content.items() if isinstance(table, dict)}
    if not tables or tables != content:
        raise ValueError("must have one table for each tenant, and nothing else")
    return tables


def _wrong_keys(table: Mapping[str, object]) -> Iterator[str]:
    yield from (f"{key} is not one of {', '.join(_KEYS)}" for key in table if key not in _KEYS)
    yield from (
        f"{key} must be a string" for key in table if key != _WORDS and not isinstance(table[key], str)
    )


def _words(table: object, reader: SettingsReader) -> TenantWords:
    try:
        if isinstance(table, dict):
            return parse_words(table)
        reader.problems.append(f"{_WORDS} must be a table")
    except ValueError as error:
        reader.problems.append(f"{_WORDS}: {error}")
    return NO_WORDS


def _read(reader: SettingsReader, environ: Mapping[str, str], shared: Settings) -> Settings:
    tenant_id = reader.read(_ID)
    base_url = read_api_url(reader, _BASE_URL, _REGION)
    return replace(
        shared,
        connection=replace(
            shared.connection,
            base_url=base_url,
            tenant_id=tenant_id,
            api_key=_api_key(reader, environ),
            rates=reader.read(replace(_RATE, default=shared.connection.rates)),
        ),
        zone=reader.read(replace(_TIMEZONE, default=shared.zone)),
        default_country=reader.read(replace(_DEFAULT_COUNTRY, default=shared.default_country)),
    )


def _api_key(reader: SettingsReader, environ: Mapping[str, str]) -> SecretStr:
    if reader.given(_API_KEY_ENV):
        return SecretStr(reader.resolve(_API_KEY_ENV, partial(_key_in, environ), ""))
    return SecretStr(reader.read(_API_KEY))


def _key_in(environ: Mapping[str, str], variable: str) -> str:
    """The key that a variable holds. Errors don't repeat the variable's name: somebody may have put the key in its place."""
    key = environ.get(variable, "").strip()
    if not key:
        raise ValueError("names a variable that is not set (a key itself goes into api_key)")
    try:
        return _API_KEY.parse(filled(key))
    except ValueError as error:
        raise ValueError(f"names a variable that {error}") from None
