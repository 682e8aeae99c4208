"""Looking afterwards: gone is said only of what was looked at, on the machine that is meant."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelsteward.domain.erasing import Sight, Sweep, Swept
from tests.conftest import Ran, Steward, git, write
from tests.destroying.homes import DAY, HOST, REF, artifact, erase, make, records
from tests.places.lying import lay, of_folder

Found = Callable[[list[str]], Sweep]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One file of a model on this machine; tests run at the top of the repository."""
    file = tmp_path / "models" / "model.onnx"
    monkeypatch.chdir(make(tmp_path / "repo", [artifact(file, b"weights")]))
    return file


def searching(monkeypatch: pytest.MonkeyPatch, found: Found) -> None:
    """Let a search come to this."""
    monkeypatch.setattr("modelsteward.store.scan.sweep", lambda roots, wanted, tell, **how: found(list(roots)))


def look(steward: Steward, *more: str, day: str = DAY) -> Ran:
    return steward("destroy", REF, "--verify", "--yes", "--today", day, *more)


def places(day: str = DAY) -> list[tuple[str, str]]:
    record = next(one for one in records(Path(), "verification") if str(one["on"]) == day)
    return [(one["place"], one["result"]) for one in record.get("places", ())]  # type: ignore[attr-defined]


def move(steward: Steward, day: str = DAY) -> Ran:
    return steward("destroy", REF, "--yes", "--confirm", REF, "--today", day)


def test_what_was_erased_here_and_is_not_there_any_more_is_gone(home: Path, steward: Steward) -> None:
    assert erase(steward).code == 0
    ran = move(steward)
    assert ran.code == 4
    assert "not seen to be gone" in ran.out, "an erasure is no look"
    ran = look(steward)
    assert ran.code == 0, ran.err
    assert places() == [(str(home), "gone")]
    (record,) = records(Path(), "verification")
    (place,) = record["places"]  # type: ignore[misc]
    assert place["method"] == "clear"
    assert str(record["started"]) > f"{DAY}T12:00:00"
    ran = move(steward)
    assert ran.code == 0, ran.out
    assert "stage: destroyed" in Path("registry/models/scorer/1.2.0.yaml").read_text()


def test_what_is_still_there_is_said_and_is_gone_once_it_is(home: Path, steward: Steward) -> None:
    ran = look(steward)
    assert ran.code == 1
    assert places() == [(str(home), "still there")]
    assert "not seen to be gone" in ran.err
    assert erase(steward, day="2030-01-03").code == 0
    assert look(steward, day="2030-01-03").code == 0
    assert move(steward, day="2030-01-03").code == 0


def test_two_looks_on_one_day_stay_in_order(home: Path, steward: Steward) -> None:
    assert look(steward).code == 1
    assert erase(steward).code == 0
    assert look(steward).code == 0
    assert move(steward).code == 0


def test_a_file_that_is_missing_on_another_machine_is_not_gone(
    home: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.unlink()
    ran = look(steward)
    assert ran.code == 1
    assert places() == [(str(home), "not checked")]
    assert f"--host {HOST}" in ran.out
    assert look(steward, "--host", HOST, day="2030-01-03").code == 0
    assert look(steward, day="2030-01-04").code == 0, "by now a record says that this is the machine"
    monkeypatch.setattr("platform.node", lambda: "elsewhere")
    ran = look(steward, day="2030-01-05")
    assert places("2030-01-05") == [(str(home), "not checked")]
    assert f"it lay on {HOST}: look there" in ran.out
    assert ran.code == 0, "what another machine has not takes nothing back"


def test_bytes_that_came_back_after_a_look_were_not_gone(home: Path, steward: Steward) -> None:
    assert erase(steward).code == 0
    assert look(steward).code == 0
    home.write_bytes(b"weights")
    assert erase(steward, day="2030-01-03").code == 0
    ran = move(steward, day="2030-01-03")
    assert ran.code == 4
    assert f"looked at on {DAY}, and erased since" in ran.out
    assert look(steward, day="2030-01-03").code == 0
    assert move(steward, day="2030-01-03").code == 0


def test_copies_that_a_search_finds_stand_in_the_way_until_they_are_gone(
    home: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert erase(steward).code == 0
    copy = home.parent / "old.zip"
    copy.write_bytes(b"an archive")
    place = f"{copy}!model.onnx"
    there = True

    def sweep(roots: list[str]) -> Sweep:
        seen = (Sight(place, "still there", "in a zip", found=True),) if there else ()
        return Sweep(seen, tuple(Swept(str(root), 3, 1, 1, len(seen)) for root in roots), ())

    searching(monkeypatch, sweep)
    ran = look(steward, "--scan", str(home.parent))
    assert ran.code == 1
    assert (place, "still there") in places()
    assert "1 copy found" in git(Path(), "log", "-1", "--format=%s")
    assert f"{place} (still there" in move(steward).out
    there = False
    assert look(steward, day="2030-01-03").code == 0, "the place of a find is searched again without being named"
    assert (place, "gone") in places("2030-01-03")
    assert move(steward, day="2030-01-03").code == 0


def test_a_find_whose_file_is_gone_altogether_is_gone(
    home: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert erase(steward).code == 0
    copy = home.parent / "renamed"
    copy.write_bytes(b"weights")
    seen = (Sight(str(copy), "still there", found=True),)
    searching(monkeypatch, lambda roots: Sweep(seen, (Swept(str(roots[0]), 1, 1, 0, 1),), ()))
    assert look(steward, "--scan", str(home.parent)).code == 1
    copy.unlink()
    searching(monkeypatch, lambda roots: pytest.fail("there is nothing to search"))
    assert look(steward, day="2030-01-03").code == 0
    assert (str(copy), "gone") in places("2030-01-03")


def test_what_could_not_be_searched_is_looked_at_later_or_named(
    home: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert erase(steward).code == 0
    shut = home.parent / "shut"
    blocked: tuple[str, ...] = (f"{shut}: permission denied",)
    searching(monkeypatch, lambda roots: Sweep((), (Swept(str(roots[0]), 2, 0, 0, 0, 1),), blocked))
    ran = look(steward, "--scan", str(home.parent))
    assert ran.code == 1
    assert (str(home), "gone") in places()
    assert f"a search could not look into: {shut}: permission denied" in move(steward).out
    name = ("record", "verification", REF, "--place", str(shut), "--result", "not-checked", "--yes")
    assert steward(*name, "--today", DAY).code == 2, "it is named with a reason"
    assert steward(*name, "--today", DAY, "--evidence", "The administrator of that folder left.").code == 0
    ran = move(steward)
    assert ran.code == 0, ran.out
    assert "1 place named that nobody could look into" in ran.out


def test_a_later_search_of_the_same_folder_settles_it(
    home: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert erase(steward).code == 0
    blocked: tuple[str, ...] = (f"{home.parent}/shut: permission denied",)
    searching(monkeypatch, lambda roots: Sweep((), (Swept(str(roots[0]), 2),), blocked))
    assert look(steward, "--scan", str(home.parent)).code == 1
    searching(monkeypatch, lambda roots: Sweep((), (Swept(str(roots[0]), 3),), ()))
    assert look(steward, "--scan", str(home.parent), day="2030-01-03").code == 0


def test_a_place_of_the_card_cannot_be_named_away(home: Path, steward: Steward) -> None:
    ran = steward("record", "verification", REF, "--place", str(home), "--result", "not-checked", "--evidence",
                  "Nobody may look.", "--yes", "--today", DAY)  # fmt: skip
    assert ran.code == 4
    assert "those are to be seen gone" in ran.err


def test_what_a_person_saw_counts_from_the_day_on_which_it_is_proven(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = artifact("azure-openai://ft-7", b"theirs", "weights", ", holder: azure-openai")
    monkeypatch.chdir(make(tmp_path / "repo", [theirs]))
    ran = look(steward)
    assert ran.code == 1
    assert "only a person can look there: ask azure-openai to delete it" in ran.out
    assert records(Path(), "verification") == []
    saw = ("record", "verification", REF, "--place", "azure-openai://ft-7", "--method", "vendor-delete", "--yes",
           "--evidence", "Ticket 4711: deleted, kept in backups for 30 days.")  # fmt: skip
    assert steward(*saw, "--today", DAY, "--until", "+P30D").code == 0
    ran = move(steward)
    assert ran.code == 4
    assert "ask again on 2030-02-01" in ran.out
    assert move(steward, day="2030-03-01").code == 4, "a day that has passed proves nothing by itself"
    assert steward(*saw, "--today", "2030-03-01").code == 0
    ran = move(steward, day="2030-03-01")
    assert ran.code == 0, ran.out


def test_every_place_can_be_said_to_be_named(tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "model.onnx"
    monkeypatch.chdir(make(tmp_path / "repo", [artifact(file, b"weights").replace(", replicas: []", "")]))
    assert erase(steward).code == 0
    ran = look(steward)
    assert ran.code == 1
    assert "whether there are other copies is not known" in ran.err
    assert "--nowhere-else" in ran.err
    said = ("record", "verification", REF, "--nowhere-else", "--evidence", "Inventory of 2030-01-02.", "--yes")
    assert steward(*said, "--today", DAY).code == 0
    assert move(steward).code == 0


def test_too_early_or_nothing_to_search(home: Path, steward: Steward) -> None:
    assert look(steward, "--scan", str(home.parent / "nowhere")).code == 2
    card = Path("registry/models/scorer/1.2.0.yaml")
    card.write_text(
        card.read_text().replace("stage: retired", "stage: production").replace(", retired: 2029-12-15", "")
    )
    git(Path(), "commit", "--quiet", "--all", "--message", "Back")
    ran = look(steward)
    assert ran.code == 4
    assert "a look counts once it is retired" in ran.err


def test_the_search_finds_a_renamed_copy_and_one_in_an_archive_until_both_are_gone(
    home: Path, steward: Steward, tmp_path: Path
) -> None:
    other = tmp_path / "home"
    other.mkdir()
    (other / "holiday.jpg").write_bytes(b"weights")
    (other / "unlike.bin").write_bytes(b"7 bytes")
    with zipfile.ZipFile(other / "old.zip", "w") as archive:
        archive.writestr("x/model.onnx", b"weights")
    assert erase(steward).code == 0
    ran = look(steward, "--scan", str(tmp_path / "home"))
    assert ran.code == 1
    found = {place for place, result in places() if result == "still there"}
    assert {place.partition("!")[0] for place in found} == {str(other / "holiday.jpg"), str(other / "old.zip")}
    record = records(Path(), "verification")[0]
    assert record["scanned"][0]["copies"] == 2  # type: ignore[index]
    (other / "holiday.jpg").unlink()
    assert look(steward, day="2030-01-03").code == 1, "the archive is still there"
    assert {result for place, result in places("2030-01-03") if "holiday" in place} == {"gone"}
    (other / "old.zip").unlink()
    assert look(steward, day="2030-01-04").code == 0
    assert move(steward, day="2030-01-04").code == 0


def test_a_search_that_meets_the_card_s_own_place_finds_no_copy(home: Path, steward: Steward) -> None:
    assert look(steward, "--scan", str(home.parent)).code == 1
    assert places() == [(str(home), "still there")]


def test_a_record_that_cannot_be_read_may_say_that_something_is_left(home: Path, steward: Steward) -> None:
    assert erase(steward).code == 0
    assert look(steward).code == 0
    record = Path("registry/records/models/scorer/1.2.0/2030-01-02-verification-00000000.yaml")
    record.write_text("card: verification/1\nplaces: [\n")
    git(Path(), "add", ".")
    git(Path(), "commit", "--quiet", "--message", "Half a record")
    ran = move(steward)
    assert ran.code == 4
    assert f"{record.relative_to('registry')} cannot be read, and may say that something is left" in ran.out


def test_a_folder_whose_files_came_back_after_a_look_was_not_gone(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "models" / "scorer"
    lay(folder, {"a.bin": b"one", "sub/b.bin": b"two"})
    target = of_folder(folder)
    line = f"  - {{role: weights, uri: '{folder}/', digest: '{target.digest}', bytes: 6, replicas: []}}"
    monkeypatch.chdir(make(tmp_path / "repo", [line]))
    assert erase(steward).code == 0
    assert look(steward).code == 0
    assert records(Path(), "verification")[0]["places"][0]["method"] == "clear"  # type: ignore[index]
    lay(folder, {"a.bin": b"one", "sub/b.bin": b"two"})
    assert erase(steward, day="2030-01-03").code == 0
    ran = move(steward, day="2030-01-03")
    assert ran.code == 4
    assert f"looked at on {DAY}, and erased since" in ran.out
    assert look(steward, day="2030-01-03").code == 0
    assert move(steward, day="2030-01-03").code == 0
    (certificate,) = records(Path(), "certificate")
    (place,) = certificate["places"]  # type: ignore[misc]
    assert (place["place"], place["method"], "digest" in place) == (f"{folder}/", "clear", False)


def test_a_program_is_given_what_was_seen_as_its_schema_says(home: Path, steward: Steward) -> None:
    schema = json.loads((resources.files("modelsteward.report") / "look.schema.json").read_text(encoding="utf-8"))

    def told(ran: Ran) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(ran.out)
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)
        return value

    ran = steward("destroy", REF, "--verify", "-f", "json", "--today", DAY)
    assert ran.code == 1
    value = told(ran)
    assert (value["gone"], value["applied"], value["commit"]) == (False, False, None)
    assert [(one["place"], one["result"]) for one in value["places"]] == [(str(home), "still there")]
    assert value["left"][0]["message"] == f"not seen to be gone: {home} (still there)"
    assert records(Path(), "verification") == []
    assert erase(steward).code == 0
    ran = look(steward, "-f", "json", "--scan", str(home.parent))
    assert ran.code == 0, ran.err
    value = told(ran)
    assert (value["gone"], value["left"], value["applied"]) == (True, [], True)
    assert value["commit"] == git(Path(), "rev-parse", "HEAD").strip()
    assert [one["root"] for one in value["searched"]] == [str(home.parent)]
    assert value["sought"] == 1
    Path(".git/hooks").mkdir(exist_ok=True)
    hook = Path(".git/hooks/pre-commit")
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    ran = look(steward, "-f", "json")
    assert ran.code > 1
    assert (told(ran)["gone"], told(ran)["applied"]) == (False, False)


def test_clocks_that_disagree_put_nothing_on_record(
    home: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look(steward, day="2030-01-04").code == 1
    for ran in (erase(steward, day="2030-01-03"), look(steward, day="2030-01-03")):
        assert ran.code == 4
        assert "one of the two is wrong" in ran.err
    assert home.exists(), "nothing is erased by a clock that is wrong"
    assert erase(steward, day="2030-01-05").code == 0
    back = iter([datetime(2030, 1, 6, 12, tzinfo=UTC), datetime(2030, 1, 6, 11, tzinfo=UTC)])
    monkeypatch.setattr("modelsteward.api.clock.moment", lambda *asked: next(back))
    ran = look(steward, day="2030-01-06")
    assert ran.code == 4
    assert "went back while this ran" in ran.err
    assert len(records(Path(), "verification")) == 1


def test_a_moment_that_the_calendar_does_not_have_is_no_end_of_a_certificate(home: Path, steward: Steward) -> None:
    assert erase(steward).code == 0
    assert look(steward).code == 0
    (file,) = Path("registry/records/models/scorer/1.2.0").glob("*-verification-*")
    text = file.read_text()
    write(
        Path(),
        {
            str(file).replace("verification-", "verification-0"): text.replace(
                "finished: '2030-01-02T12", "finished: '2030-02-31T12"
            )
        },
    )
    git(Path(), "add", ".")
    git(Path(), "commit", "--quiet", "--message", "By hand")
    ran = move(steward)
    assert (ran.code, "Traceback" in ran.err) == (0, False), ran.err


def test_what_was_seen_on_one_machine_is_not_gone_because_another_has_none(
    home: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look(steward).code == 1
    home.unlink()
    monkeypatch.setattr("platform.node", lambda: "elsewhere")
    ran = look(steward, "--host", "elsewhere", day="2030-01-03")
    assert places("2030-01-03") == [(str(home), "not checked")]
    assert ran.code == 1
    assert f"{home} (still there)" in ran.err


@pytest.mark.parametrize("place", ["", "  "])
def test_a_place_without_a_name_is_none(place: str, home: Path, steward: Steward) -> None:
    for more in ((), ("--nowhere-else",)):
        ran = steward("record", "verification", REF, "--place", place, "--evidence", "Seen.", "--yes", *more)
        assert ran.code == 2
        assert "name it with --place" in ran.err
