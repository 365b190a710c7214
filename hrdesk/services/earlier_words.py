"""What other versions of a form call questions and choices that one version does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.forms.definition import Question, Repeat
from hrdesk.i18n import label_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrdesk.forms.definition import Form
    from hrdesk.services.workspace import Workspace


class EarlierWords:
    """Looks through the versions that are kept, the newest first, when it is asked."""

    def __init__(self, ws: Workspace, form: Form) -> None:
        """`form` is the version that does not know."""
        self._ws = ws
        self._form = form
        self._items: dict[str, Question | Repeat] | None = None
        self._choices: dict[str, dict[str, str]] = {}

    def item(self, key: str) -> Question | Repeat | None:
        """The question or table of that name, as the newest version that had it asked it."""
        if self._items is None:
            self._items = {}
            for form in self._versions():
                for item in form.items():
                    if isinstance(item, Question | Repeat):
                        self._items.setdefault(item.key, item)
        return self._items.get(key)

    def choices(self, list_name: str) -> dict[str, str]:
        """Labels of all choices that were ever in a list."""
        if list_name not in self._choices:
            labels: dict[str, str] = {}
            for form in self._versions():
                for choice in form.choice_lists.get(list_name, ()):
                    labels.setdefault(choice.name, label_in(dict(choice.labels)) or choice.name)
            self._choices[list_name] = labels
        return self._choices[list_name]

    def _versions(self) -> Iterator[Form]:
        for kept in self._ws.store.form_versions(self._form.form_id):
            form = self._ws.form_version(self._form.form_id, kept.version)
            if form is not None and kept.version != self._form.version:
                yield form
