"""Sentences in Vietnamese and English for window, command line and paper, from one catalogue.

The msgid is a whole English sentence with named placeholders (`{count}`); Vietnamese stands in
`resources/translations/vi/*.po`, one file a room, compiled into one catalogue by `make setup`.
Code says `tr("Save record")`; a sentence that is stored and shown later is marked `N_("…")`.
"""

from __future__ import annotations

import gettext
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hrdesk.errors import HrdeskError
from hrdesk.files import SYSTEM_REASONS
from hrdesk.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("vi", "en")
_VIETNAM: Final = timezone(timedelta(hours=7))  # no summer time
_state = {"language": "vi"}


def set_language(language: str) -> None:
    """Speak `language` ("vi" or "en") from now on; anything else is Vietnamese."""
    _state["language"] = language if language in LANGUAGES else "vi"


def language() -> str:
    """The language now spoken: "vi" or "en"."""
    return _state["language"]


@lru_cache(maxsize=4)
def _catalogue(spoken: str) -> gettext.NullTranslations:
    path = resource("translations", spoken, "hrdesk.mo")
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def N_(msgid: str) -> str:  # noqa: N802 - the field's name for a marked msgid
    """`msgid` itself, marked for the catalogue; translate it with `tr` when it is shown."""
    return msgid


def tr(msgid: str, /, **values: object) -> str:
    """The sentence in the language now spoken, its placeholders filled.

    A date among the values reads dd/MM/yyyy, a moment dd/MM/yyyy HH:mm on Vietnam's clock.
    """
    return tr_in(language(), msgid, **values)


def tr_in(spoken: str, msgid: str, /, **values: object) -> str:
    """The sentence in the language asked for, its placeholders filled as in `tr`."""
    text = _catalogue(spoken).gettext(msgid) if msgid else ""
    return text.format_map(_Shown(values)) if values or "{" in text else text


def trn(singular: str, plural: str, count: int, /, **values: object) -> str:
    """The singular or plural sentence for `count`, which also fills `{count}`: 4.037."""
    text = _catalogue(language()).ngettext(singular, plural, count)
    return text.format_map(_Shown({"count": f"{count:,}".replace(",", "."), **values}))


def label_in(labels: dict[str, str] | None, spoken: str | None = None) -> str:
    """The text for a language out of `{language: text}`, falling back to Vietnamese, then any."""
    if not labels:
        return ""
    wanted = spoken or language()
    for candidate in (wanted, "vi", "en", "default"):
        if labels.get(candidate):
            return labels[candidate]
    return next(iter(labels.values()), "")


def explain(error: HrdeskError, spoken: str | None = None) -> str:
    """Sentence and remedy of a known error, in the language asked for."""
    wanted = spoken or language()
    values = {key: reason_words(_plain(value), wanted) for key, value in error.values.items()}
    sentence = tr_in(wanted, error.sentence, **values)
    remedy = tr_in(wanted, error.remedy, **values)
    return f"{sentence} {remedy}".strip()


def reason_words(text: str, spoken: str | None = None) -> str:
    """A reason of the operating system in the language asked for; any other text as it is."""
    return tr_in(spoken or language(), text) if text in SYSTEM_REASONS else text


def _plain(value: object) -> str:
    """A value without control characters, so that foreign text cannot disturb a terminal."""
    return "".join(ch if ch.isprintable() else "\ufffd" for ch in str(_dressed(value)))


def _dressed(value: object) -> object:
    """A date the way it is read here; any other value as it is."""
    if isinstance(value, datetime):
        return (value.astimezone(_VIETNAM) if value.tzinfo else value).strftime("%d/%m/%Y %H:%M")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class _Shown(dict[str, object]):
    """Placeholders without a value read as `?`: a sentence never fails to be said."""

    def __init__(self, values: Mapping[str, object]) -> None:
        """The values as they are read by people."""
        super().__init__({key: _dressed(value) for key, value in values.items()})

    def __missing__(self, key: str) -> str:
        return "?"
