"""One open workspace: where it lies, whose it is, which forms it asks. The only wiring.

Opening is cheap on purpose: forms are read from the XForms kept in the store, one by one, when
they are first asked for; pyxform runs once, when the workspace is made or a form has changed.
"""

from __future__ import annotations

import json
import threading
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    FormNotKeptError,
    FormUnknownError,
    PersonBlankError,
    ProvinceOnlySetupError,
    UnitUnknownError,
    UnitUnknownNearError,
    WorkspaceDamagedError,
    WorkspaceExistsError,
    WorkspaceMissingError,
)
from hrdesk.files import make_folder
from hrdesk.i18n import tr
from hrdesk.paths import WorkspacePaths
from hrdesk.records.record import UnitKey
from hrdesk.services.kit_in_use import KitInUse, read_kit_in_use, units_of
from hrdesk.services.kit_taking import bring_up_to_mark
from hrdesk.services.progress import SILENT, Progress
from hrdesk.services.shipped_forms import load_shipped_forms, shipped_digest
from hrdesk.units import TODAYS_PROVINCE, Unit, UnitCatalogue
from hrdesk.values import dataclass, field
from hrdesk.vietnamese.formats import VIETNAM_TZ, show_date
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.forms.definition import Form
    from hrdesk.store.database import Store

_UNIT_CODE: Final = "unit_code"
_UNIT_VALID_FROM: Final = "unit_valid_from"
_PERSON_NAME: Final = "person_name"
_PERSON_POSITION: Final = "person_position"
_PROVINCE: Final = "province"
_DESK_ID: Final = "desk_id"
_BEGUN_ON: Final = "begun_on"
_LANGUAGE: Final = "language"
_THEME: Final = "theme"
_SHIPPED_DIGEST: Final = "shipped_forms"
_KIND_TITLES: Final = "kind_titles"

_NAVIGATION: Final = (  # form_id, icon, group
    ("activity", "megaphone", "log"),
    ("training", "graduation-cap", "log"),
    ("product", "clapperboard", "log"),
    ("press_information", "mic", "log"),
    ("false_news", "shield-alert", "log"),
    ("agency", "landmark", "register"),
    ("key_official", "users", "register"),
)


@dataclass(frozen=True, slots=True)
class WorkspaceSetup:
    """What first run asks. `province` makes the workspace an authority that receives."""

    unit_code: str
    name: str
    position: str
    passphrase: str
    province: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record in the navigation. `group` is "log" or "register"."""

    form_id: str
    titles: Mapping[str, str]
    icon: str
    group: str


@dataclass(slots=True)
class Workspace:
    """One open workspace. Any thread may use it; `close` when done."""

    paths: WorkspacePaths
    store: Store
    units: UnitCatalogue
    unit: Unit
    unit_key: UnitKey
    name: str
    position: str
    province: bool
    desk_id: str
    kit: KitInUse = field(default_factory=KitInUse)
    _compiled: dict[tuple[str, str], CompiledForm] = field(default_factory=dict)
    _read: dict[tuple[str, str], Form] = field(default_factory=dict)
    _active: dict[str, str] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def language(self) -> str:
        """The language of the window: "vi" or "en"."""
        return self.setting(_LANGUAGE, "vi")

    @property
    def theme(self) -> str:
        """What the window looks like: "light", "dark" or "system"."""
        return self.setting(_THEME, "system")

    @property
    def province_code(self) -> str:
        """Code of the province this desk reports to, or is."""
        if self.province:
            return self.unit_key.code
        return self.setting("province_code", TODAYS_PROVINCE)

    @property
    def begun_on(self) -> date | None:
        """The day on which this office began here; None in one made by an early version."""
        kept = self.setting(_BEGUN_ON)
        return date.fromisoformat(kept) if kept else None

    def begun_after(self, day: date) -> bool:
        """Whether this office began here after that day: what was due by then is not late."""
        return self.begun_on is not None and self.begun_on > day

    def setting(self, name: str, default: str = "") -> str:
        """A setting of this workspace."""
        value = self.store.settings.get(name)
        return default if value is None else value

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting, at once and durably."""
        self.store.settings.set(name, value)

    def kinds(self) -> tuple[Kind, ...]:
        """All kinds of record, in the order of the navigation."""
        titles: dict[str, dict[str, str]] = json.loads(self.setting(_KIND_TITLES, "{}"))
        known = tuple(
            Kind(form_id, titles[form_id], icon, group)
            for form_id, icon, group in _NAVIGATION
            if form_id in titles
        )
        placed = {kind.form_id for kind in known}
        return known + tuple(
            Kind(form_id, words, "file-text", "log")
            for form_id, words in titles.items()
            if form_id not in placed
        )

    def form(self, form_id: str) -> Form:
        """The active version of a form.

        Raises:
            FormUnknownError: there is none.
        """
        with self._lock:
            return self._read_form(form_id, self._active_version(form_id))

    def form_version(self, form_id: str, version: str) -> Form | None:
        """A kept version of a form, None when this workspace never had it."""
        try:
            with self._lock:
                return self._read_form(form_id, version)
        except FormUnknownError:
            return None

    def compiled(self, form_id: str, version: str | None = None) -> CompiledForm:
        """A form ready to be filled; the version a record was made under when it is told.

        Raises:
            FormUnknownError: there is none.
        """
        with self._lock:
            wanted = version or self._active_version(form_id)
            cached = self._compiled.get((form_id, wanted))
            if cached is None:
                cached = self._compile(form_id, wanted)
                self._compiled[form_id, wanted] = cached
            return cached

    def use_kit(self, kit: KitInUse) -> None:
        """What this kit says counts from now on; forms are asked anew."""
        with self._lock:
            self.kit = kit
            self.units = units_of(kit)
            self._active = {}
            self._compiled = {}
            self._read = {}

    def forget_forms(self) -> None:
        """A form changed in the store: all are read anew when they are next asked for."""
        with self._lock:
            self._active = {}
            self._compiled = {}
            self._read = {}

    def let_go_of_caches(self) -> None:
        """Give back what the store keeps in memory for this thread."""
        self.store.let_go_of_caches()

    def close(self) -> None:
        """Release the file; the workspace cannot be used afterwards."""
        self.store.close()

    def __enter__(self) -> Workspace:
        """The workspace itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _active_version(self, form_id: str) -> str:
        if form_id not in self._active:
            self._active = self.store.active_forms()
        try:
            return self._active[form_id]
        except KeyError:
            raise FormUnknownError(form_id=form_id, known=", ".join(sorted(self._active))) from None

    def _compile(self, form_id: str, version: str) -> CompiledForm:
        from hrdesk.forms.compilation import compile_form

        return compile_form(self._read_form(form_id, version))

    def _read_form(self, form_id: str, version: str) -> Form:
        """A form as it asks, without what filling it needs: a list only looks at its questions."""
        from hrdesk.forms.xform import parse_form

        read = self._read.get((form_id, version))
        if read is not None:
            return read
        try:
            xform = self.store.form_xform(form_id, version)
        except FormNotKeptError as error:
            known = ", ".join(sorted(self._active))
            raise FormUnknownError(form_id=f"{form_id} {version}", known=known) from error
        read = self._read[form_id, version] = parse_form(xform)
        return read


def workspace_exists(folder: Path) -> bool:
    """Whether `folder` holds a workspace."""
    return WorkspacePaths(folder).database.is_file()


def today_of(now: datetime) -> date:
    """The day in Vietnam at that moment."""
    return now.astimezone(VIETNAM_TZ).date()


def find_unit(units: UnitCatalogue, unit_code: str, on: date) -> Unit:
    """The unit with that code alive on that day.

    Raises:
        UnitUnknownError: there is none; near ones are named where there are any.
    """
    unit = units.get(unit_code.strip(), on)
    if unit is not None:
        return unit
    near = list(units.search(unit_code, on, limit=4))
    if not near:
        import difflib

        codes = {known.code: known for known in units.alive(on)}
        near = [codes[code] for code in difflib.get_close_matches(unit_code, codes, n=4)]
    if near:
        named = ", ".join(f"{known.code} {known.name}" for known in near)
        raise UnitUnknownNearError(unit_code=unit_code, on=show_date(on), near=named)
    raise UnitUnknownError(unit_code=unit_code, on=show_date(on))


def create_workspace(
    folder: Path, setup: WorkspaceSetup, *, now: datetime, progress: Progress = SILENT
) -> Workspace:
    """Make a workspace in `folder`: database, forms, sealed key, and the province's authority.

    All of it is made beside and moved in at the end, the database last; on a fault nothing stays.

    Raises:
        WorkspaceExistsError: there is one already.
        UnitUnknownError, PersonBlankError, ProvinceOnlySetupError, PassphraseTooShortError:
            what was told cannot be.
    """
    import shutil
    import tempfile
    import uuid

    from hrdesk.trust.sealing import check_passphrase

    paths = WorkspacePaths(folder)
    if workspace_exists(folder):
        raise WorkspaceExistsError(folder=folder)
    units = UnitCatalogue.load()
    unit = find_unit(units, setup.unit_code, today_of(now))
    if setup.province and unit.kind_group != "province":
        raise ProvinceOnlySetupError(unit=f"{unit.code} {unit.name}")
    name, position = nfc(setup.name).strip(), nfc(setup.position).strip()
    if not name or not position:
        raise PersonBlankError
    check_passphrase(setup.passphrase)
    make_folder(folder)
    staging = WorkspacePaths(Path(tempfile.mkdtemp(prefix=".setup-", dir=folder)))
    try:
        progress.total(3)
        progress.step(tr("Making the signing key"))
        desk_id = str(uuid.uuid4())
        _make_identity(staging, setup, unit, desk_id, now)
        progress.step(tr("Reading the forms"))
        _make_store(
            staging,
            {
                _UNIT_CODE: unit.code,
                _UNIT_VALID_FROM: unit.valid_from,
                _PERSON_NAME: name,
                _PERSON_POSITION: position,
                _PROVINCE: "yes" if setup.province else "",
                _DESK_ID: desk_id,
                _BEGUN_ON: today_of(now).isoformat(),
            },
            now,
        )
        for made in (staging.identity, staging.authority, staging.trust, staging.attachments):
            if made.is_dir():
                target = folder / made.name
                if target.is_dir() and not any(target.iterdir()):
                    target.rmdir()
                made.rename(target)
        staging.database.rename(paths.database)
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)
    progress.step()
    return open_workspace(folder, now=now)


def _make_identity(
    staging: WorkspacePaths, setup: WorkspaceSetup, unit: Unit, desk_id: str, now: datetime
) -> None:
    from hrdesk.trust.identity import Holder, create_identity, install_certificate, write_request

    holder = Holder(
        unit_code=unit.code,
        unit_name=unit.name,
        name=nfc(setup.name).strip(),
        position=nfc(setup.position).strip(),
        device_id=desk_id,
    )
    create_identity(staging.identity, setup.passphrase, holder, now=now)
    if not setup.province:
        return
    from hrdesk.trust.authority import Grant, create_authority
    from hrdesk.trust.material import keep_authority, keep_revocation_list
    from hrdesk.trust.request import read_request

    authority = create_authority(staging.authority, setup.passphrase, unit.code, unit.name, now=now)
    request = read_request(write_request(staging.identity, now=now), "identity.json")
    grant = Grant(holder.unit_code, holder.unit_name, holder.name, holder.position, "province")
    install_certificate(staging.identity, authority.issue(request, grant, now=now))
    keep_authority(staging.trust, authority.certificate)
    keep_revocation_list(staging.trust, authority.revocation_list(now=now))


def _make_store(staging: WorkspacePaths, settings: Mapping[str, str], now: datetime) -> None:
    from hrdesk.store.database import Store

    store = Store.create(staging.database)
    try:
        _install_shipped_forms(store, now)
        for name, value in settings.items():
            store.settings.set(name, value)
    finally:
        store.close()


def _install_shipped_forms(store: Store, now: datetime) -> None:
    from hrdesk.forms.xform import parse_form

    titles = json.loads(store.settings.get(_KIND_TITLES) or "{}")
    for shipped in load_shipped_forms():
        form = parse_form(shipped.xform)
        store.put_form(form, source_name=shipped.source_name, at=now)
        titles[form.form_id] = dict(form.titles)
    store.settings.set(_KIND_TITLES, json.dumps(titles, ensure_ascii=False))
    store.settings.set(_SHIPPED_DIGEST, shipped_digest())


def open_workspace(folder: Path, *, now: datetime) -> Workspace:
    """The workspace in `folder`.

    Raises:
        WorkspaceMissingError: there is none.
        StoreError: the file is damaged, locked, or of a newer program.
        WorkspaceDamagedError: it is a store, but lacks what every workspace has.
    """
    from hrdesk.store.database import Store

    paths = WorkspacePaths(folder)
    if not workspace_exists(folder):
        raise WorkspaceMissingError(folder=folder)
    store = Store.open(paths.database)
    try:
        return _open(paths, store, now)
    except BaseException:
        store.close()
        raise


def _open(paths: WorkspacePaths, store: Store, now: datetime) -> Workspace:
    def needed(name: str) -> str:
        value = store.settings.get(name)
        if value is None:
            raise WorkspaceDamagedError(folder=paths.folder, name=name)
        return value

    unit_key = UnitKey(needed(_UNIT_CODE), needed(_UNIT_VALID_FROM))
    if (paths.folder / "resealing.json").is_file():  # the machine stopped amid another passphrase
        from hrdesk.trust.resealing import finish_resealing

        finish_resealing(paths.folder)
    bring_up_to_mark(paths, store, now=now)
    kit = read_kit_in_use(store)
    units = units_of(kit)
    unit = units.by_key(unit_key.code, unit_key.valid_from)
    if unit is None:
        raise WorkspaceDamagedError(folder=paths.folder, name=_UNIT_CODE)
    if kit.seq == 0 and needed(_SHIPPED_DIGEST) != shipped_digest():
        _install_shipped_forms(store, now)
    return Workspace(
        paths=paths,
        store=store,
        units=units,
        unit=unit,
        unit_key=unit_key,
        name=needed(_PERSON_NAME),
        position=needed(_PERSON_POSITION),
        province=needed(_PROVINCE) == "yes",
        desk_id=needed(_DESK_ID),
        kit=kit,
    )
