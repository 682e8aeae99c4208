"""What an `include` leads to, and what is said where it leads nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import rmtree

import pytest

from modelsteward.rules import CATALOGUE
from tests.include.worlds import commit, git, including, registry
from tests.index.histories import House, files_of
from tests.reading.test_around import posix

USE = "use:u: {serving: {main: m@1.0.0}, served: [{slot: main, ref: m@1.0.0, from: 2029-06-01}]}"


def codes(house: House, *more: str) -> list[tuple[str, str]]:
    return list(dict.fromkeys((code, file) for code, file, _ in house.found(*more)))


@pytest.fixture(autouse=True)
def _index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))


def test_our_cards_may_name_those_of_a_registry_that_we_include(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE)
    assert ("ID102", "use-cases/u.yaml") in codes(ours)
    registry(tmp_path / "theirs", "m@1.0.0: {}")
    ours.become(including(ours.files, theirs="../theirs"))
    assert codes(ours) == []


def test_those_of_a_guests_guest_too_and_a_circle_ends(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE, theirs="../theirs")
    registry(tmp_path / "theirs", "use:v: {}", further="../deep/further")
    registry(tmp_path / "deep/further", "m@1.0.0: {}", back="../../ours", self=".", again="../../theirs")
    assert codes(ours) == []
    _, out, _ = ours.ask("list", "--format", "json", cached=True)
    assert [(row["ref"], row["registry"]) for row in json.loads(out)["rows"]] == [("m@1.0.0", "theirs/further")]


def test_what_is_wrong_in_a_guests_card_is_told_at_its_home_alone(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE, theirs="../theirs")
    theirs = registry(tmp_path / "theirs", "m@1.0.0: {owner: taem}\nn@1.0.0: {}")
    (theirs.root / "models/n/1.0.0.yaml").write_text("{")
    assert codes(ours) == []
    assert {"ID103", "RD101"} <= {code for code, _ in codes(theirs)}
    for args in (["validate"], ["validate", str(ours.root / "use-cases/u.yaml")]):
        code, out, _ = ours.ask(*args, cached=False)
        assert (code, "nothing to report" in out) == (0, True)


def test_a_guest_is_read_by_its_own_policy(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", "registry: {teams: <absent>}\n" + USE.replace("{", "{owner: null, ", 1))
    ours.become(including(ours.files, theirs="../theirs"))
    theirs = registry(tmp_path / "theirs", "registry: {stages: [canary]}\nm@1.0.0: {stage: canary, artifacts: []}")
    assert ("ID102", "use-cases/u.yaml") not in codes(ours)
    _, out, _ = ours.ask("list", "--format", "json", "--stage", "canary", cached=True)
    assert [row["ref"] for row in json.loads(out)["rows"]] == ["m@1.0.0"]
    theirs.become(including(files_of("m@1.0.0: {stage: canary, artifacts: []}")))
    ours.check()  # it cannot be read any more, though its bytes are the same
    _, out, _ = ours.ask("list", "--format", "json", cached=True)
    assert len(json.loads(out)["unreadable"]) == 1


@pytest.mark.parametrize("code", ["AR105", "TM105", "TM110"])
def test_a_team_of_a_guest_is_named_with_its_contact_as_that_stands_now(code: str, tmp_path: Path) -> None:
    card = CATALOGUE[code].bad.replace("{", "{owner: guys, ", 1)
    ours = registry(tmp_path / "ours", card, theirs="../theirs")
    theirs = registry(tmp_path / "theirs")

    def hints(*args: str) -> set[str]:
        _, out, _ = ours.ask(*args, "--format", "json", cached=True)
        return {one["hint"] for one in json.loads(out)["findings"] if one["code"] == code}

    def told() -> str:
        ours.check()  # the same with the index and without
        (hint,) = hints("check", "--today", ours.day)
        assert hints("validate") == hints("validate", str(ours.root / "models/m/1.0.0.yaml")) == {hint}
        return str(hint)

    assert "guys must" in told(), "no registry knows them"
    for contact in ("guys@b.example", "others@b.example"):
        theirs.become(files_of(f"registry: {{teams: {{guys: {{contact: {contact}, members: []}}}}}}"))
        assert f"guys ({contact}) must" in told()
    theirs.become(files_of("{}"))
    assert "guys must" in told()


def test_a_waiver_of_a_guest_waives_nothing_of_ours(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", "m@1.0.0: {owner: taem}", theirs="../theirs")
    waiver = "waiver:w: {rule: ID103, ref: m@1.0.0, reason: They are being named., until: 2030-03-01}"
    theirs = registry(tmp_path / "theirs", waiver, ours="../ours")
    _, out, _ = ours.ask("check", "--today", ours.day, "--format", "json", cached=True)
    assert [(one["code"], one["waived"]) for one in json.loads(out)["findings"] if one["code"] == "ID103"] == [
        ("ID103", None)
    ]
    assert "ID102" not in {code for code, _ in codes(theirs)}


def test_a_name_is_one_registrys(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", "m@1.0.0: {}\ndata:m@1.0.0: {}", theirs="../theirs", others="../others")
    theirs = registry(tmp_path / "theirs", "m@2.0.0: {}\ndata:d@1.0.0: {}")
    registry(tmp_path / "others", "data:d@1.0.0: {}")
    told = [one for one in ours.found() if one[0] == "ID119"]
    assert told == [
        ("ID119", "models/m/1.0.0.yaml", "m is a name in the registry theirs (../theirs) too"),
        (
            "ID119",
            "steward.yaml",
            "data:d is a name in the registry theirs (../theirs) and in the registry others (../others)",
        ),
    ]
    (theirs.root / "models/m/2.0.0.yaml").write_text("{")
    assert ("ID119", "models/m/1.0.0.yaml") in codes(ours)
    (theirs.root / "models/m/2.0.0.yaml").unlink()
    assert ("ID119", "models/m/1.0.0.yaml") not in codes(ours)


def test_a_registry_that_two_ways_lead_to_is_one(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE, theirs="../theirs", others="../others")
    registry(tmp_path / "theirs", "m@1.0.0: {}")
    registry(tmp_path / "others", "", theirs="../theirs")
    assert codes(ours) == []


@posix
def test_a_way_may_lead_over_a_link_and_the_index_notices_where_to(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE, theirs="../link", linked="../theirs")
    registry(tmp_path / "theirs", "m@1.0.0: {}")
    registry(tmp_path / "empty")
    (tmp_path / "link").symlink_to("theirs", target_is_directory=True)
    assert codes(ours) == []
    ours.become(including(ours.files, theirs="../link"))
    assert codes(ours) == []
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("empty", target_is_directory=True)
    assert codes(ours) == [("ID102", "use-cases/u.yaml")]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("../nowhere", "there is no registry at ../nowhere: no steward.yaml"),
        ("../empty", "there is no registry at ../empty: no steward.yaml"),
        ("/srv/registry", "`/srv/registry` is no relative path"),
        ("C:\\registry", "is no relative path"),
        ("\\\\host\\registry", "is no relative path"),
        ("models/m", "models/m lies where our own cards are read"),
        ("../broken", "the steward.yaml of the registry at ../broken cannot be read"),
        ("../newer", "the registry at ../newer cannot be read: this registry needs steward >=99"),
    ],
)
def test_an_include_that_leads_to_no_registry_is_told_at_its_key(path: str, said: str, tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE, theirs=path)
    (tmp_path / "empty").mkdir()
    (registry(tmp_path / "broken").root / "steward.yaml").write_text("card: registry/1\n")
    registry(tmp_path / "newer", "registry: {requires: '>=99'}")
    told = ours.found()
    assert [(code, file) for code, file, _ in told] == [("PO104", "steward.yaml")], "and no ref is called dangling"
    assert said in told[0][2]
    _, out, _ = ours.ask("check", "--today", ours.day, "--format", "json", cached=True)
    one = json.loads(out)["findings"][0]
    assert one["path"] == ["include", "theirs"]
    assert one["hint"]


def test_a_guest_that_comes_or_goes_is_noticed(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE, theirs="../theirs")
    assert codes(ours) == [("PO104", "steward.yaml")]
    theirs = registry(tmp_path / "theirs", "m@1.0.0: {}")
    assert codes(ours) == []
    theirs.become(files_of("n@1.0.0: {}"))
    assert codes(ours) == [("ID102", "use-cases/u.yaml")]
    theirs.become({})
    assert codes(ours) == [("PO104", "steward.yaml")]


def test_where_a_guests_guest_is_missing_that_is_its_own_matter(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE, theirs="../theirs")
    theirs = registry(tmp_path / "theirs", "m@1.0.0: {}", further="../nowhere")
    assert codes(ours) == []
    assert ("PO104", "steward.yaml") in codes(theirs)


def test_what_will_be_committed_is_judged_with_what_will_be_committed_beside_it(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", "use:u: {}", theirs="../theirs")
    theirs = registry(tmp_path / "theirs", "n@1.0.0: {}")
    commit(tmp_path)
    ours.become(including(files_of(USE), theirs="../theirs"))
    theirs.become(files_of("m@1.0.0: {}"))
    git(tmp_path, "add", "ours")
    code, out, _ = ours.ask("validate", "--staged", cached=False)
    assert (code, "ID102" in out) == (1, True)
    git(tmp_path, "add", "theirs")
    code, out, _ = ours.ask("validate", "--staged", cached=False)
    assert (code, "ID102" in out) == (0, False)


def test_what_is_called_as_ours_is_ours_and_not_a_guests(tmp_path: Path) -> None:
    theirs = "m@1.0.0: {stage: draft, artifacts: []}\nn@1.0.0: {}\n" + USE.replace("m@1.0.0", "n@1.0.0")
    ours = registry(tmp_path / "ours", "m@1.0.0: {}\n" + USE, theirs="../theirs")
    registry(tmp_path / "theirs", theirs)
    assert ours.ask("resolve", "u", "--today", ours.day, cached=False)[:2] == (0, "m@1.0.0\n")
    for ref, file in (("m@1.0.0", "models/m/1.0.0.yaml"), ("use:u", "use-cases/u.yaml")):
        ours.both("show", ref, "--today", ours.day, "--format", "json")
        assert json.loads(ours.ask("show", ref, "--format", "json", cached=True)[1])["file"] == file
    _, out, _ = ours.ask("list", "--format", "json", cached=True)
    assert {row["ref"]: row["stage"] for row in json.loads(out)["rows"]}["m@1.0.0"] == "production"
    assert {("ID119", "models/m/1.0.0.yaml"), ("ID119", "use-cases/u.yaml")} <= set(codes(ours))


def test_a_guest_does_not_stand_in_for_ours_that_cannot_be_read(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", "m@1.0.0: {}\n" + USE, theirs="../theirs")
    registry(tmp_path / "theirs", "m@1.0.0: {}\n" + USE)
    (ours.root / "use-cases/u.yaml").write_text("{")
    for command in ("resolve", "show"):
        code, out, err = ours.ask(command, "use:u", cached=False)
        assert (code, out) == (4, "")
        assert "cannot be read" in err


def test_what_will_be_committed_is_judged_though_a_guests_folder_is_not_there(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE, theirs="../theirs")
    theirs = registry(tmp_path / "theirs", "n@1.0.0: {}")
    git(tmp_path, "init", "--quiet", ".")
    git(tmp_path, "add", "ours")
    rmtree(theirs.root)
    code, out, err = ours.ask("validate", "--staged", cached=False)
    assert (code, "PO104" in out, "ID102" in out) == (1, True, False), err

    registry(tmp_path / "theirs", "n@1.0.0: {}")
    git(tmp_path, "add", "theirs")
    rmtree(theirs.root)
    code, out, err = ours.ask("validate", "--staged", cached=False)
    assert (code, "PO104" in out, "ID102" in out) == (1, False, True), err


def test_a_guest_above_will_be_committed_as_a_whole(tmp_path: Path) -> None:
    registry(tmp_path, "m@1.0.0: {}")
    ours = registry(tmp_path / "apart/ours", USE, theirs="../..")
    git(tmp_path, "init", "--quiet", ".")
    git(tmp_path, "add", ".")
    code, out, err = ours.ask("validate", "--staged", cached=False)
    assert code == 0, out + err


THEIRS = """
vendor:openai/gpt-4o: {observations: [{source: page, read_on: 2029-12-01, ends: %s}]}
m@1.0.0: {origin: vendor, source: {host: openai, model: gpt-4o}, artifacts: []}
"""


def test_a_vendors_end_of_a_model_of_theirs_is_told_at_our_use(tmp_path: Path) -> None:
    ours = registry(tmp_path / "ours", USE, theirs="../theirs")
    theirs = registry(tmp_path / "theirs", THEIRS % "2031-12-31")
    for day, told in (("2029-12-31", "VE109"), ("2030-02-01", "VE110"), ("2031-12-31", "")):
        theirs.become(files_of(THEIRS % day))
        ours.check()  # the same with the index and without
        assert [code for code, _ in codes(ours) if code.startswith("VE")] == ([told] if told else [])
    assert not [code for code, _ in codes(theirs) if code.startswith("VE")]
