"""Proof of destruction: a version's bytes lie in more places than its card knows, and it is destroyed all the same.

The weights lie in a bucket that keeps versions, the older one under a lock of the store; somebody kept a copy under
another name, somebody else one in a zip, and one folder nobody may read.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Ran, Steward, git, write
from tests.powers import as_anybody
from tests.s3.conftest import lead, localstack, localstack_way
from tests.s3.houses import House
from tests.scenarios.conftest import Do, clean, see_to, subjects
from tests.scenarios.proofs import CHILD, KEY, REF, SMALL, WEIGHTS, Places, build, digest

__all__ = ["lead", "localstack", "localstack_way"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen here"),
]
DAY = "2030-01-02"


class Story:
    """The registry, the bytes, and who does something."""

    def __init__(self, root: Path, places: Places, store: House, do: Do, steward: Steward) -> None:
        self.root, self.places, self.store, self.do, self.steward = root, places, store, do, steward

    def legal(self, *command: str, day: str = DAY) -> Ran:
        """Done by Lea, who holds the role."""
        with pytest.MonkeyPatch.context() as other:
            other.setenv("GIT_COMMITTER_EMAIL", "lea@house.example")
            return self.steward(*command, "--today", day, "--yes")

    def tick(self, ref: str, purpose: str, day: str = DAY, phase: str | None = None) -> None:
        """Do what a person must, and say so; of one phase, or all that is open."""
        see_to(self.steward, ref, purpose, day, phase)

    def erase(self, ref: str = REF, day: str = DAY) -> Ran:
        return self.steward("destroy", ref, "--execute", "--yes", "--confirm", ref, "--today", day)

    def look(self, *more: str, ref: str = REF, day: str = DAY) -> Ran:
        with as_anybody():
            return self.steward("destroy", ref, "--verify", "--yes", "--today", day, *more)

    def move(self, ref: str = REF, day: str = DAY) -> Ran:
        return self.steward("destroy", ref, "--yes", "--confirm", ref, "--today", day)

    def card(self, ref: str = REF) -> str:
        return (self.root / f"registry/models/{ref.replace('@', '/')}.yaml").read_text()


@pytest.fixture
def story(tmp_path: Path, localstack: House, do: Do, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> Story:
    root = tmp_path / "repo"
    places = build(root, tmp_path / "disk", localstack)
    monkeypatch.chdir(root)
    return Story(root, places, localstack, do, steward)


def test_proof_of_destruction(story: Story, tmp_path: Path) -> None:
    _it_is_retired_behind_its_checklist(story)
    _a_hold_stops_it(story)
    _what_can_be_erased_is(story)
    _a_look_finds_what_is_left(story)
    _the_rest_is_resolved_or_named(story)
    _the_child_goes_too(story)
    certificate = _the_certificate_holds(story, tmp_path)
    _two_years_later_it_comes_back(story, tmp_path)
    _the_story_is_told(story, certificate)
    assert clean(story.root)


def _it_is_retired_behind_its_checklist(story: Story) -> None:
    end = ("deprecate", REF, "--sunset", DAY, "--replacement", "no-show@2.0.0", "--because", "data",
           "--reason", "The retention of its data is over.")  # fmt: skip
    refused = story.steward(*end, "--today", DAY, "--yes")
    assert (refused.code, f"steward record approval {REF} --end --as ROLE" in refused.out) == (4, True)
    assert story.legal("record", "approval", REF, "--end", "--as", "legal").code == 0
    story.do(DAY, *end)
    assert story.steward("destroy", REF, "--execute", "--yes", "--confirm", REF, "--today", DAY).code == 4
    story.do(DAY, "set", REF, "lifecycle.destroy_by=2030-03-31")
    ran = story.steward("retire", REF, "--today", DAY, "--yes")
    assert (ran.code, "its checklist comes first" in ran.err) == (4, True)
    ran = story.steward("retire", REF, "--today", DAY, "--yes")
    assert (ran.code, "ret-signed-off" in ran.out) == (4, True)
    story.tick(REF, "retirement")
    story.do(DAY, "retire", REF)
    assert subjects(story.root)[0] == f"retire {REF}: deprecated -> retired"


def _a_hold_stops_it(story: Story) -> None:
    """Whatever is ticked; and only who holds the role lifts it."""
    ran = story.erase()
    assert (ran.code, f"steward checklist {REF} make --purpose destruction" in ran.err) == (4, True)
    story.do(DAY, "checklist", REF, "make", "--purpose", "destruction")
    ran = story.erase()
    assert (ran.code, "des-two-people" in ran.err) == (4, True)
    story.tick(REF, "destruction", phase="authorise")
    story.do(DAY, "hold", "place", "--pattern", "no-show*", "--by", "counsel's office", "--id", "hold-2030-1")
    ran = story.erase()
    assert (ran.code, "hold-2030-1 orders it to be kept" in ran.err) == (4, True)
    assert "steward hold lift hold-2030-1 --as legal" in ran.err
    forced = ("destroy", REF, "--force", "--reason", "Quick.", "--yes", "--confirm", REF, "--today", DAY)
    assert story.steward(*forced).code == 4
    ran = story.steward("hold", "lift", "hold-2030-1", "--as", "legal", "--today", DAY, "--yes")
    assert (ran.code, "it is held by Lea (lea@house.example)" in ran.err) == (4, True)
    assert len(story.store.ids(KEY)) == 2, "nothing was touched"
    assert story.legal("hold", "lift", "hold-2030-1", "--as", "legal").code == 0


def _what_can_be_erased_is(story: Story) -> None:
    """The newest version goes, the locked one stays and is named; what was made from it is decided upon."""
    plan = story.steward("destroy", REF, "--plan", "--today", DAY).out
    assert "method: clear, which is less than the least method" in plan, "it was trained on people's data"
    assert f"{CHILD} (staging)  not decided" in plan
    story.do(DAY, "checklist", REF, "decide", CHILD, "erase", "--reason", "Made of the same weights.",
             "--by", "data-science")  # fmt: skip
    ran = story.erase()
    assert (ran.code, "a legal hold is on it" in ran.out) == (1, True)
    assert subjects(story.root)[0] == f"erase {REF}: 1 erased, 1 left"
    (left,) = story.store.ids(KEY)
    assert story.store.client.get_object(Bucket=story.store.bucket, Key=KEY, VersionId=left)["Body"].read() == WEIGHTS
    assert story.store.hide(KEY), "somebody deletes what a plain look would see"


def _a_look_finds_what_is_left(story: Story) -> None:
    """A store that answers `not found` proves nothing, and a folder nobody may read is not checked."""
    places = story.places
    ran = story.look("--scan", str(places.home))
    assert ran.code == 1
    (file,) = story.root.glob("registry/records/models/no-show/1.4.0/*-verification-*.yaml")
    text = file.read_text()
    assert text.count("result: still there") == 3
    for found in (f"s3://{story.store.bucket}/{KEY}", str(places.renamed), f"{places.zipped}!models/keep.onnx"):
        assert f"- place: {found}\n" in text
    assert f"`{places.closed}` was not searched: permission denied" in text
    assert "erase copies that a search found where they lie" in ran.err
    ran = story.move()
    assert ran.code == 4
    assert "not seen to be gone" in ran.out
    assert "a search could not look into" in ran.out
    story.tick(REF, "destruction")
    ran = story.move()
    assert (ran.code, "1 gate fails" in ran.err) == (4, True), "no tick makes it gone"
    assert "stage: retired" in story.card()


def _the_rest_is_resolved_or_named(story: Story) -> None:
    places, day = story.places, "2030-01-09"
    places.renamed.unlink()
    places.zipped.unlink()
    (version,) = (one["VersionId"] for one in _versions(story))
    story.store.client.put_object_legal_hold(
        Bucket=story.store.bucket, Key=KEY, VersionId=version, LegalHold={"Status": "OFF"}
    )
    assert story.erase(day=day).code == 0
    assert story.look("--scan", str(places.home), "--thorough", day=day).code == 1
    assert not story.store.ids(KEY), "neither a version nor a marker"
    ran = story.move(day=day)
    assert "not seen to be gone" not in ran.out
    assert f"a search could not look into: `{places.closed}` was not searched: permission denied" in ran.out
    story.do(day, "record", "verification", REF, "--place", str(places.closed), "--result", "not-checked",
             "--evidence", "The owner's encrypted folder; the key was destroyed on 2029-12-01.")  # fmt: skip
    assert story.move(day=day).code == 0
    assert "stage: destroyed" in story.card()
    assert subjects(story.root)[0] == f"destroy {REF}: retired -> destroyed"


def _versions(story: Story) -> list[dict[str, str]]:
    found: list[dict[str, str]] = story.store.client.list_object_versions(Bucket=story.store.bucket)["Versions"]
    return found


def _the_child_goes_too(story: Story) -> None:
    """The decision carried nothing out: until then it is said that it is still there."""
    day = "2030-01-10"
    story.do(day, "set", CHILD, "lifecycle.destroy_by=2030-03-31")
    story.do(day, "checklist", CHILD, "make")
    story.tick(CHILD, "retirement", day)
    story.do(day, "retire", CHILD, "--reason", "Made of weights that are gone.")
    story.do(day, "checklist", CHILD, "make")
    story.tick(CHILD, "destruction", day)
    assert story.places.small.read_bytes() == SMALL
    assert story.erase(CHILD, day).code == 0
    assert story.look(ref=CHILD, day=day).code == 0
    assert story.move(CHILD, day).code == 0
    assert not story.places.small.exists()


def _the_certificate_holds(story: Story, tmp_path: Path) -> Path:
    """It went on record with the move, names what nobody looked at, and is signed and checked."""
    (file,) = story.root.glob("registry/records/models/no-show/1.4.0/*-certificate-*.yaml")
    text = file.read_text()
    assert digest(WEIGHTS) in text.partition("deny:")[2]
    shown = story.steward("certificate", "show", REF).out
    assert "Not looked at" in shown
    assert str(story.places.closed) in shown
    assert f"{CHILD}" in shown.partition("What was made from it")[2]
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    git(story.root, "config", "gpg.format", "ssh")
    git(story.root, "config", "user.signingkey", str(key))
    story.do("2030-01-11", "certificate", "sign", REF)
    allowed = tmp_path / "allowed"
    allowed.write_text(f"ada@house.example {Path(f'{key}.pub').read_text()}")
    trust = ("--allowed-signers", str(allowed), "--require-signature")
    ran = story.steward("certificate", "verify", str(file), *trust, "-f", "json")
    assert ran.code == 0, ran.out
    outcomes = {one["what"]: one["outcome"] for one in json.loads(ran.out)["checks"]}
    assert set(outcomes.values()) == {"good"}, outcomes
    assert story.steward("certificate", "verify", REF, *trust).code == 0, "by its ref as well"
    copy = tmp_path / file.name
    copy.write_text(text.replace("not_checked:", "not_checked: #"))
    assert story.steward("certificate", "verify", str(copy)).code == 1
    assert story.steward("check", "--today", "2030-01-11", "--select", "CL,CA,AR").code == 0
    return file


def _two_years_later_it_comes_back(story: Story, tmp_path: Path) -> None:
    day = "2032-01-15"
    found = tmp_path / "attic.onnx"
    found.write_bytes(WEIGHTS)
    new = ("register", "brand-new@1.0.0", "--artifact", str(found), "--origin", "in-house", "--owner", "data-science",
           "--summary", "Something new.")  # fmt: skip
    ran = story.steward(*new, "--today", day, "--yes")
    assert (ran.code, f"holds the bytes of {REF}, which was destroyed" in ran.err) == (4, True)
    text = story.card("no-show@2.0.0").replace("name: no-show", "name: by-hand").replace("2.0.0", "1.0.0")
    text = text.replace(text.partition("sha256:")[2][:64], digest(WEIGHTS).partition(":")[2])
    write(story.root / "registry", {"models/by-hand/1.0.0.yaml": text})
    ran = story.steward("check", "--today", day, "--select", "AR106")
    assert (ran.code, "models/by-hand/1.0.0.yaml" in ran.out, REF in ran.out) == (1, True, True), ran.out
    (story.root / "registry/models/by-hand/1.0.0.yaml").unlink()
    (story.root / "registry/models/by-hand").rmdir()


def _the_story_is_told(story: Story, certificate: Path) -> None:
    day = "2032-01-15"
    assert REF not in story.steward("list", "--today", day).out
    listed = story.steward("list", "--all", "--today", day).out
    assert REF in listed
    assert "2030-01-09" in listed
    shown = story.steward("show", REF, "--today", day).out
    for words in ("destroyed", "2030-01-09", "issued by ada@house.example", "5 of 5 places", str(story.places.closed)):
        assert words in shown, shown
    told = story.steward("log", REF).out
    ends = [f"certificate signed: {certificate.name}", "retired -> destroyed", "erased by ada@house.example: 2 erased",
            "erased by ada@house.example: 1 erased, 1 left", "hold hold-2030-1 released 2030-01-02 as legal", "hold hold-2030-1 opened",
            "deprecated -> retired"]  # fmt: skip
    lines = [line for line in told.splitlines() if any(one in line for one in ends)]
    assert len(lines) == len(ends), told
    assert all(one in line for one, line in zip(ends, lines, strict=True)), told
