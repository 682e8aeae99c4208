"""Checklists from the command line, and two people's ticks on two branches."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import Ran, Steward, git
from tests.scenarios.houses import hospital

DAY = "2030-01-10"
REF = "no-show@2.0.0"
FILE = "registry/checklists/no-show/2.0.0/retirement.yaml"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A version that was deprecated, serves nothing and is nobody's fallback."""
    root = hospital(tmp_path / "repo")
    monkeypatch.chdir(root)
    card = root / "registry/models/no-show/2.0.0.yaml"
    text = card.read_text().replace("stage: production", "stage: deprecated")
    end = "deprecated: 2029-10-01, sunset: 2029-12-31, reason: Old.}"
    card.write_text(text.replace("review_by: 2030-05-01}", f"review_by: 2030-05-01, {end}"))
    use = root / "registry/use-cases/outreach.yaml"
    use.write_text(use.read_text().replace("fallback:\n  main: no-show@2.0.0\n", ""))
    git(root, "commit", "--quiet", "--all", "--message", "Its end")
    return root


def items(steward: Steward, purpose: str = "retirement") -> list[dict[str, object]]:
    shown = json.loads(steward("checklist", REF, "--purpose", purpose, "--format", "json", "--today", DAY).out)
    found: list[dict[str, object]] = shown["items"]
    return found


def for_people(found: list[dict[str, object]]) -> list[dict[str, object]]:
    """The items that wait for a person: open, and the registry does not see that they are not done."""
    return [item for item in found if item["state"] == "open" and item["answer"] is not False]


def tick(steward: Steward, *items: object, purpose: str = "retirement") -> Ran:
    arguments = ("--evidence", "Seen.", "--by", "data-science", "--purpose", purpose, "--today", DAY, "--yes")
    done = steward("checklist", REF, "tick", *map(str, items), *arguments)
    assert done.code == 0, done.out + done.err
    return done


def skip(steward: Steward, *items: object, purpose: str = "retirement") -> Ran:
    arguments = ("--reason", "Not here.", "--by", "data-science", "--purpose", purpose, "--today", DAY, "--yes")
    done = steward("checklist", REF, "skip", *map(str, items), *arguments)
    assert done.code == 0, done.out + done.err
    return done


def undone(steward: Steward, purpose: str = "retirement") -> list[object]:
    """The open items of which the registry sees that they are not done."""
    return [one["id"] for one in items(steward, purpose) if one["state"] == "open" and one["answer"] is False]


def finish(steward: Steward, purpose: str = "retirement") -> None:
    """See to every open item: skip what the registry sees not done, and then tick the others."""
    if left := undone(steward, purpose):
        skip(steward, *left, purpose=purpose)
    tick(steward, *(item["id"] for item in for_people(items(steward, purpose))), purpose=purpose)


def opened(steward: Steward) -> list[dict[str, object]]:
    first = steward("retire", REF, "--today", DAY, "--yes", "--reason", "Old.")
    assert first.code == 4
    assert "is not retired yet: its checklist comes first" in first.err
    return items(steward)


def test_two_peoples_ticks_of_neighbours_merge(repo: Path, steward: Steward) -> None:
    ids = [item["id"] for item in for_people(opened(steward))]
    for first, second in ((0, 1), (2, 3), (len(ids) - 2, len(ids) - 1)):
        for branch, index in (("ada", first), ("ben", second)):
            git(repo, "switch", "--quiet", "--force-create", branch, "main")
            tick(steward, ids[index])
        git(repo, "switch", "--quiet", "main")
        git(repo, "merge", "--quiet", "--no-edit", "ada")
        git(repo, "merge", "--quiet", "--no-edit", "ben")
        done = {item["id"] for item in items(steward) if item["state"] == "done"}
        assert {ids[first], ids[second]} <= done
    assert steward("validate").code == 0


def test_several_items_are_seen_to_in_one_commit(repo: Path, steward: Steward) -> None:
    first, second, third, *_ = (str(item["id"]) for item in for_people(opened(steward)))
    before = git(repo, "rev-list", "--count", "HEAD")
    tick(steward, first, second, first)
    assert git(repo, "log", "-1", "--format=%s").strip() == f"checklist {REF}: {first} and {second} are done"
    trailers = git(repo, "log", "-1", "--format=%(trailers:key=Steward-Item,valueonly,separator=%x2C)").strip()
    assert trailers == f"{first},{second}"
    assert int(git(repo, "rev-list", "--count", "HEAD")) == int(before) + 1
    said = {item["id"]: (item["state"], item["evidence"]) for item in items(steward)}
    assert (said[first], said[second], said[third]) == (("done", "Seen."), ("done", "Seen."), ("open", None))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["ret-duties", "ret-dutes"], "did you mean `ret-duties`?"),
        (["ret-duties", "ret-trigger"], "as the registry itself sees"),
        (["ret-duties", "des-accepted"], "do not stand on one list"),
    ],
)
def test_of_several_items_all_or_none_are_ticked(repo: Path, steward: Steward, names: list[str], words: str) -> None:
    opened(steward)
    assert steward("checklist", REF, "make", "--purpose", "destruction", "--today", DAY, "--yes").code == 0
    before = git(repo, "rev-parse", "HEAD")
    ran = steward("checklist", REF, "tick", *names, "--evidence", "x", "--by", "data-science", "--today", DAY, "--yes")
    assert (ran.code, words in ran.err) == (4, True), ran.err
    assert git(repo, "rev-parse", "HEAD") == before


def test_a_version_is_retired_when_its_gate_items_are_done_or_skipped(repo: Path, steward: Steward) -> None:
    gates = [item["id"] for item in opened(steward) if item["gate"] and item["state"] == "open"]
    assert len(gates) > 3
    refused = steward("retire", REF, "--today", DAY, "--yes")
    assert (refused.code, f"{len(gates)} gate items" in refused.out) == (4, True)
    tick(steward, *gates[1:])
    assert "is a gate" in skip(steward, gates[0]).out
    assert steward("retire", REF, "--today", DAY, "--yes", "--reason", "Old.").code == 0
    card = (repo / "registry/models/no-show/2.0.0.yaml").read_text()
    assert "stage: retired" in card
    assert "retired: 2030-01-10" in card
    assert steward("check", "--today", DAY).code == 0
    assert f"retire {REF}: deprecated -> retired" in git(repo, "log", "-1", "--format=%s")


def test_it_is_destroyed_only_with_a_certificate_and_its_ref_typed(repo: Path, steward: Steward) -> None:
    opened(steward)
    finish(steward)
    assert "closed: 2030-01-10" in (repo / FILE).read_text()
    assert steward("retire", REF, "--today", DAY, "--yes").code == 0
    first = steward("destroy", REF, "--today", DAY, "--yes", "--confirm", REF)
    assert "is not destroyed yet" in first.err
    finish(steward, "destruction")
    refused = steward("destroy", REF, "--today", DAY, "--yes", "--confirm", REF, "--force", "--reason", "Now.")
    assert refused.code == 4
    assert "not seen to be gone: s3://models/no-show/2.0.0/model.onnx" in refused.out
    assert "whether there are other copies is not known" in refused.out
    record = repo / "registry/records/models/no-show/2.0.0/2030-01-10-certificate-00000000.yaml"
    record.parent.mkdir(parents=True)
    record.write_text(
        "card: certificate/1\nref: no-show@2.0.0\non: 2030-01-10\nby: ada@house.example\nplaces:\n"
        "  - {place: s3://models/no-show/2.0.0/model.onnx, method: purge, looked_on: 2030-01-10, result: gone}\n"
        "not_checked: []\n"
    )
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "A certificate")
    done = steward("destroy", REF, "--today", DAY, "--yes", "--confirm", REF, "--reason", "Its term is over.")
    assert done.code == 0, done.out + done.err
    assert "stage: destroyed" in (repo / "registry/models/no-show/2.0.0.yaml").read_text()
    assert steward("check", "--today", DAY).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["tick", "ret-dutes", "--evidence", "x", "--by", "data-science"], 4, "did you mean `ret-duties`?"),
        (["tick", "ret-duties", "--evidence", "x", "--by", "data-sience"], 4, "did you mean `data-science`?"),
        (["tick", "ret-duties", "--by", "data-science"], 2, "--evidence"),
        (["skip", "ret-duties", "--by", "data-science"], 2, "--reason"),
        (["tick", "ret-duties", "--evidence", "x"], 2, "--by"),
        (["tick"], 2, "takes an item"),
        (["make"], 4, "has a retirement checklist already"),
    ],
)
def test_what_cannot_be_ticked_is_told(
    repo: Path, steward: Steward, arguments: list[str], code: int, words: str
) -> None:
    opened(steward)
    ran = steward("checklist", REF, *arguments, "--today", DAY, "--yes")
    assert (ran.code, words in ran.out + ran.err) == (code, True), ran.out + ran.err
    assert git(repo, "status", "--porcelain") == ""


def test_a_done_item_is_not_done_again(repo: Path, steward: Steward) -> None:
    opened(steward)
    tick(steward, "ret-duties")
    again = steward("checklist", REF, "tick", "ret-duties", "--evidence", "x", "--by", "data-science", "--yes")
    assert again.code == 4
    assert "done" in again.err


def test_without_a_list_it_shows_what_would_be_on_it(repo: Path, steward: Steward) -> None:
    shown = steward("checklist", REF, "--today", DAY)
    assert shown.code == 0
    assert "ret-duties" in shown.out
    assert not (repo / FILE).exists()
    assert git(repo, "status", "--porcelain") == ""
    assert "- [ ] `ret-duties` **gate**" in steward("checklist", REF, "--format", "markdown", "--today", DAY).out


def test_a_refresh_settles_what_was_asked_in_doubt(repo: Path, steward: Steward) -> None:
    card = repo / "registry/models/no-show/2.0.0.yaml"
    hosted = card.read_text()
    card.write_text(hosted.replace("hosting: [self]\n", ""))
    git(repo, "commit", "--quiet", "--all", "--message", "Nobody knows where it runs")
    doubtful = {str(item["id"]) for item in opened(steward) if item["asked_because"]}
    kept = sorted(doubtful)[0]
    tick(steward, kept)
    card.write_text(hosted)
    git(repo, "commit", "--quiet", "--all", "--message", "On our own machines")
    ran = steward("checklist", REF, "refresh", "--today", DAY, "--yes")
    assert ran.code == 0, ran.out + ran.err
    left = {str(item["id"]): item for item in items(steward)}
    assert left[kept]["state"] == "done"
    git(repo, "rm", "--quiet", FILE)
    git(repo, "commit", "--quiet", "--message", "Once more")
    anew = {str(item["id"]): item for item in opened(steward)}
    assert {*left} - {kept} == {*anew} - {kept}
    for name in {*anew} - {kept}:
        assert left[name]["asked_because"] == anew[name]["asked_because"]
    assert doubtful - {*anew} - {kept} or any(not anew[name]["asked_because"] for name in doubtful & {*anew})


def test_a_refresh_of_a_list_that_is_as_it_should_be_changes_nothing(repo: Path, steward: Steward) -> None:
    opened(steward)
    ran = steward("checklist", REF, "refresh", "--today", DAY, "--yes")
    assert (ran.code, "nothing else applies now" in ran.out) == (0, True)
    assert git(repo, "status", "--porcelain") == ""
    assert "open the retirement checklist" in git(repo, "log", "-1", "--format=%s")


def test_a_list_that_was_weakened_by_hand_is_told_and_refresh_puts_it_right(repo: Path, steward: Steward) -> None:
    gates = [item["id"] for item in for_people(opened(steward)) if item["gate"]]
    tick(steward, *gates[3:])
    path = repo / FILE
    text = path.read_text()
    start, end = text.index("  - id: ret-duties"), text.index("  - id: ret-plan")
    text = text[:start] + text[end:]
    at = text.index("gate: true", text.index("  - id: ret-orders"))
    path.write_text(text[:at] + "gate: false" + text[at + len("gate: true") :])
    git(repo, "commit", "--quiet", "--all", "--message", "Tidy up")

    found = steward("check", "--today", DAY)
    assert "ret-orders is a gate, and is called none here" in found.out
    assert "ret-duties is a gate of every retirement checklist" in found.out
    told = steward("log", REF).out
    assert "ret-duties (a gate) taken off" in told
    assert "ret-orders is no longer a gate" in told
    refused = steward("retire", REF, "--today", DAY, "--yes")
    assert "2 gate items not on the retirement checklist, or no gate there: ret-duties, ret-orders" in refused.out

    ran = steward("checklist", REF, "refresh", "--today", DAY, "--yes")
    assert ran.code == 0, ran.out + ran.err
    left = {str(item["id"]): item for item in items(steward)}
    assert (left["ret-duties"]["state"], left["ret-orders"]["gate"]) == ("open", True)
    assert "CL110" not in steward("check", "--today", DAY).out
    told = steward("log", REF).out
    assert "ret-duties (a gate) added" in told
    assert "no file of it changed" not in told


def finished_on_two_branches(repo: Path, steward: Steward) -> None:
    opened(steward)
    skip(steward, *undone(steward))
    ids = [item["id"] for item in for_people(items(steward))]
    tick(steward, *ids[:-2])
    for branch, item in (("ada", ids[-2]), ("ben", ids[-1])):
        git(repo, "switch", "--quiet", "--create", branch, "main")
        tick(steward, item)
    git(repo, "switch", "--quiet", "main")
    git(repo, "merge", "--quiet", "--no-edit", "ada")
    git(repo, "merge", "--quiet", "--no-edit", "ben")
    assert "closed: null" in (repo / FILE).read_text()


def test_the_move_closes_a_list_that_was_finished_on_two_branches(repo: Path, steward: Steward) -> None:
    finished_on_two_branches(repo, steward)
    assert steward("retire", REF, "--today", DAY, "--yes").code == 0
    assert f"closed: {DAY}" in (repo / FILE).read_text()


def test_a_finished_list_is_closed_after_the_move_too_and_then_takes_no_more(repo: Path, steward: Steward) -> None:
    finished_on_two_branches(repo, steward)
    assert steward("retire", REF, "--today", DAY, "--yes").code == 0
    path = repo / FILE
    path.write_text(path.read_text().replace(f"closed: {DAY}", "closed: null"))
    git(repo, "commit", "--quiet", "--all", "--message", "Open again")
    assert "CL107" in steward("check", "--today", DAY).out
    ran = steward("checklist", REF, "refresh", "--purpose", "retirement", "--today", DAY, "--yes")
    assert ran.code == 0, ran.out + ran.err
    assert f"closed: {DAY}" in path.read_text()
    again = steward("checklist", REF, "refresh", "--purpose", "retirement", "--today", DAY, "--yes")
    assert again.code == 4
    assert "is retired already: nothing is added to checklists/no-show/2.0.0/retirement.yaml any more" in again.err


def test_the_list_as_json_is_as_its_schema_says(repo: Path, steward: Steward) -> None:
    schema = json.loads((resources.files("modelsteward.report") / "checklist.schema.json").read_text(encoding="utf-8"))
    foreseen = json.loads(steward("checklist", REF, "--format", "json", "--today", DAY).out)
    Draft202012Validator(schema).validate(foreseen)
    assert foreseen["file"] is None
    opened(steward)
    tick(steward, "ret-duties")
    listed = json.loads(steward("checklist", REF, "--format", "json", "--today", DAY).out)
    Draft202012Validator(schema).validate(listed)
    assert listed["counts"]["done"] == 1 + listed["counts"]["answered"]
    assert {"counts", "items"} <= set(schema["required"])
