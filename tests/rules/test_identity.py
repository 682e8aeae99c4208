"""Where names, paths and refs agree or not: the edges that the rules' own examples leave open."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.worlds import messages, paths, problems, world

SEAL = "sha256:" + "1" * 64
OTHER = "sha256:" + "2" * 64


def approval(seal: str, on: str = "2029-05-01", **more: str) -> str:
    """An approval record of `m@1.0.0`, at its place."""
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return (
        f"records/models/m/1.0.0/{on}-approval-1f3a9c2e.yaml: {{card: approval/1, ref: m@1.0.0, on: {on}, "
        f"by: ada@example.org, role: safety, decision: approved, seal: '{seal}'{extra}}}"
    )


@pytest.mark.parametrize(
    ("example", "keys"),
    [
        pytest.param("m@1.0.0: {name: n}", [("name",)], id="a model in another model's folder"),
        pytest.param("m@1.0.0: {name: n, version: 2.0.0}", [("name",), ("version",)], id="both name and version"),
        pytest.param("data:d@1.0.0: {version: 1.0.1}", [("version",)], id="a data set under another number"),
        pytest.param("use:u: {name: v}", [("name",)], id="a use case under another name"),
        pytest.param("vendor:h/m: {host: g}", [("host",)], id="a vendor's facts in another host's folder"),
        pytest.param("waiver:w: {id: v}", [("id",)], id="a waiver under another id"),
        pytest.param(
            "holds/h.yaml: {card: hold/1, id: g, refs: [m@1.0.0], opened: 2029-01-01, by: ada}",
            [("id",)],
            id="a hold under another id",
        ),
        pytest.param(
            "checklists/m/1.0.0/retirement.yaml: {card: checklist/1, ref: m@2.0.0, purpose: destruction, "
            "opened: 2029-01-01, items: [{id: a, text: Do it}]}",
            [("ref",), ("purpose",)],
            id="a checklist for something else",
        ),
    ],
)
def test_each_kind_lies_where_its_contents_say(example: str, keys: list[tuple[str]]) -> None:
    assert paths("ID101", example) == keys


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        pytest.param("models/m/1.0.0/2029-05-01-review-1f3a9c2e", [], id="a record at its place"),
        pytest.param("models/m/1.0.0/2029-05-01-review-1f3a9c2e77", [], id="a longer digest"),
        pytest.param("models/m/1.0.1/2029-05-01-review-1f3a9c2e", [("ref",)], id="beside another version"),
        pytest.param("uses/m/2029-05-01-review-1f3a9c2e", [("ref",)], id="among the use cases"),
        pytest.param("models/m/1.0.0/2029-05-02-review-1f3a9c2e", [("on",)], id="under another day"),
        pytest.param("models/m/1.0.0/2029-05-01-notice-1f3a9c2e", [("card",)], id="under another kind"),
        pytest.param("models/m/1.0.0/2029-05-01-review-1f3a", [("card",)], id="with a digest that is too short"),
        pytest.param("models/m/1.0.0/2029-05-01-review-mine1234", [("card",)], id="with something else as digest"),
    ],
)
def test_a_record_lies_with_what_it_is_about(place: str, keys: list[tuple[str]]) -> None:
    card = "{card: review/1, ref: m@1.0.0, on: 2029-05-01, until: 2030-05-01, by: ada, outcome: keep}"
    assert paths("ID101", f"records/{place}.yaml: {card}") == keys


def test_a_record_about_the_registry_has_no_place() -> None:
    card = "{card: review/1, ref: registry, on: 2029-05-01, until: 2030-05-01, by: ada, outcome: keep}"
    assert paths("ID101", f"records/models/m/1.0.0/2029-05-01-review-1f3a9c2e.yaml: {card}") == [("ref",)]


def test_a_misplaced_card_is_told_where_it_belongs() -> None:
    (seen,) = problems("ID101", "m@1.0.0: {name: n}")
    assert "models/n/1.0.0.yaml" in seen.hint


def hints(example: str) -> list[str]:
    return [seen.hint for seen in problems("ID102", example)]


@pytest.mark.parametrize(
    ("example", "hint"),
    [
        pytest.param(
            "no-show@1.9.0: {}\nno-show@1.10.0: {}\nuse:u: {serving: {main: no-show@1.11.0}}",
            "no-show has versions 1.10.0 and 1.9.0; did you mean `no-show@1.10.0`?",
            id="another version, numbers in order",
        ),
        pytest.param(
            "no-show@1.0.0: {}\nno-show@2.0.0: {}\nuse:u: {serving: {main: noshow@1.0.0}}",
            "did you mean `no-show@1.0.0`?",
            id="a name like it",
        ),
        pytest.param(
            "no-show@1.0.0: {}\nno-show@2.0.0: {}\nuse:u: {serving: {main: noshow@3.0.0}}",
            "did you mean `no-show@2.0.0`?",
            id="a name like it, without that version",
        ),
        pytest.param(
            "data:rows@1.0.0: {}\nm@1.0.0: {lineage: {datasets: ['data:rwos@1.0.0']}}",
            "did you mean `data:rows@1.0.0`?",
            id="a data set's name",
        ),
        pytest.param(
            "use:reminders: {}\nwaiver:w: {ref: 'use:reminder'}", "did you mean `use:reminders`?", id="a use case"
        ),
        pytest.param(
            "data:rows@1.0.0: {}\nuse:u: {serving: {main: rows@1.0.0}}",
            "write its card at models/rows/1.0.0.yaml, or take the ref out",
            id="the same name of another kind is not meant",
        ),
    ],
)
def test_a_dangling_ref_is_told_what_was_meant(example: str, hint: str) -> None:
    assert hints(example) == [hint]


def test_among_very_many_names_only_those_that_start_or_end_alike_are_weighed() -> None:
    many = {f"use-cases/u{i}.yaml": "card: [" for i in range(1100)}
    example = "use:reminders: {}\nwaiver:w: {ref: 'use:reminder'}\nwaiver:v: {ref: 'use:qemindqrs'}"
    by_file = {seen.file: seen.hint for seen in problems("ID102", example, raw=many)}
    assert by_file["waivers/w.yaml"] == "did you mean `use:reminders`?"
    assert by_file["waivers/v.yaml"].startswith("write its card at")


def test_a_ref_to_a_card_that_cannot_be_read_does_not_dangle() -> None:
    example = "use:u: {serving: {main: m@1.0.0}}"
    assert problems("ID102", example, raw={"models/m/1.0.0.yaml": "card: [\n"}) == []
    assert len(problems("ID102", example)) == 1


def test_a_file_that_lies_nowhere_is_not_what_was_meant() -> None:
    raw = {"models/rows.yaml": "card: model/1"}
    (seen,) = problems("ID102", "use:u: {serving: {main: models-rows.yaml@1.0.0}}", raw=raw)
    assert seen.hint.startswith("write its card at models/models-rows.yaml/1.0.0.yaml")


def test_an_unreadable_version_is_among_those_there_are() -> None:
    (seen,) = problems("ID102", "use:u: {serving: {main: m@1.0.1}}", raw={"models/m/1.0.0.yaml": "card: [\n"})
    assert seen.hint == "m has version 1.0.0; did you mean `m@1.0.0`?"


def test_every_place_that_refers_is_looked_at() -> None:
    example = """
use:u:
  serving: {main: a@1.0.0, other: null}
  candidates: {main: [b@1.0.0]}
  fallback: {main: c@1.0.0}
  replacement: {main: d@1.0.0}
  served: [{slot: main, ref: e@1.0.0, from: 2029-01-01}]
"""
    assert paths("ID102", example) == [
        ("serving", "main"),
        ("candidates", "main", 0),
        ("fallback", "main"),
        ("replacement", "main"),
        ("served", 0, "ref"),
    ]


def test_an_owner_unlike_any_team_is_told_where_teams_stand() -> None:
    (seen,) = problems("ID103", "m@1.0.0: {owner: xyz}")
    assert "under `teams` in steward.yaml" in seen.hint


@pytest.mark.parametrize(
    "example",
    ["m@1.0.0: {owner: gone, stage: retired}", "use:u: {owner: gone, status: ended}", "use:u: {owner: <absent>}"],
    ids=["a retired model", "an ended use", "a use without owner, which another rule tells"],
)
def test_not_everything_needs_an_owner(example: str) -> None:
    assert messages("ID103", example) == []


def test_a_copied_card_is_told_once_where_its_path_says_another_number() -> None:
    example = "m@1.0.0: {}\nm@1.1.0: {version: 1.0.0}"
    (seen,) = problems("ID104", example)
    assert (seen.file, seen.message) == ("models/m/1.1.0.yaml", "models/m/1.0.0.yaml holds m@1.0.0 too")
    assert seen.hint == "correct it to what the path says: 1.1.0"
    assert problems("ID101", example) == []


def test_of_many_equal_numbers_one_is_named() -> None:
    told = messages("ID104", "\n".join(f"m@1.0.0+{build}: {{}}" for build in "abcd"))
    assert told[0] == "models/m/1.0.0+b.yaml holds m@1.0.0+b too, and 2 more files"
    assert told[3] == "models/m/1.0.0+a.yaml holds m@1.0.0+a too, and 2 more files"


def test_builds_of_data_sets_are_equal_versions_too() -> None:
    assert len(messages("ID104", "data:d@1.0.0+a: {}\ndata:d@1.0.0+b: {}")) == 2


def test_a_pre_release_is_a_version_of_its_own() -> None:
    assert messages("ID104", "m@1.0.0: {}\nm@1.0.0-rc.1: {}") == []


def test_what_leads_into_a_circle_is_told_as_well() -> None:
    example = """
a@1.0.0: {lifecycle: {replacement: b@1.0.0}}
b@1.0.0: {lifecycle: {replacement: c@1.0.0}}
c@1.0.0: {lifecycle: {replacement: b@1.0.0}}
"""
    assert messages("ID105", example)[0].endswith("a@1.0.0 → b@1.0.0 → c@1.0.0 → b@1.0.0")
    assert messages("ID106", example) == []


def test_a_version_that_replaces_itself_is_a_circle() -> None:
    assert len(messages("ID105", "m@1.0.0: {lifecycle: {replacement: m@1.0.0}}")) == 1


def test_a_long_circle_is_told_short() -> None:
    example = "\n".join(f"m@{i}.0.0: {{lifecycle: {{replacement: m@{(i + 1) % 9}.0.0}}}}" for i in range(9))
    assert messages("ID105", example)[0].endswith("m@0.0.0 → m@1.0.0 → m@2.0.0 → m@3.0.0 → … → m@0.0.0")


def test_tombstones_may_have_been_replaced_by_tombstones() -> None:
    example = "m@1.0.0: {stage: destroyed, lifecycle: {replacement: m@2.0.0}}\nm@2.0.0: {stage: retired}"
    assert messages("ID106", example) == []


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("{stage: retired}", ["m@3.0.0, its replacement (m@1.0.0 → m@2.0.0 → m@3.0.0), is retired"]),
        ("{stage: production}", []),
    ],
    ids=["ends in a tombstone", "leads through a tombstone to a living one"],
)
def test_a_replacement_is_followed_to_its_end(last: str, told: list[str]) -> None:
    example = f"""
m@1.0.0: {{lifecycle: {{replacement: m@2.0.0}}}}
m@2.0.0: {{stage: retired, lifecycle: {{replacement: m@3.0.0}}}}
m@3.0.0: {last}
"""
    assert messages("ID106", example) == told


def test_a_replacement_that_is_not_there_is_another_rules_matter() -> None:
    assert messages("ID106", "m@1.0.0: {lifecycle: {replacement: m@2.0.0}}") == []


def test_a_team_without_members_is_told_with_what_it_owns() -> None:
    cards = "\n".join(f"m@1.{i}.0: {{}}" for i in range(6))
    (told,) = messages("ID107", f"{cards}\nregistry: {{teams: {{team: {{members: []}}}}}}")
    assert told == "`team` has no member, and owns m@1.0.0, m@1.1.0, m@1.2.0 and 3 more"


def test_a_team_that_owns_only_tombstones_may_stand_empty() -> None:
    assert messages("ID107", "m@1.0.0: {stage: retired}\nregistry: {teams: {team: {members: []}}}") == []


@pytest.mark.parametrize("name", ["nul", "com1", "aux.v2"])
def test_names_of_devices_are_told_with_any_extension(name: str) -> None:
    assert len(messages("ID108", f"{name}@1.0.0: {{}}")) == 1


@pytest.mark.parametrize("name", ["null", "com0", "com10", "v2.aux"])
def test_names_like_those_of_devices_are_fine(name: str) -> None:
    assert messages("ID108", f"{name}@1.0.0: {{}}") == []


def test_hosts_and_ids_are_names_of_files_too() -> None:
    assert paths("ID108", "vendor:con/m: {}\nwaiver:prn: {}") == [("host",), ("id",)]


def test_a_retired_model_claims_no_name_nor_does_one_that_names_none() -> None:
    example = "m@1.0.0: {serves: {aliases: [s]}}\nn@1.0.0: {stage: retired, serves: {aliases: [s]}}\np@1.0.0: {}"
    assert messages("ID109", example) == []


def test_of_many_that_claim_a_name_some_are_named() -> None:
    told = messages("ID109", "\n".join(f"{name}@1.0.0: {{serves: {{aliases: [s]}}}}" for name in "abcdef"))
    assert told[0] == "the alias `s` is claimed by b@1.0.0, c@1.0.0, d@1.0.0 and 2 more too"


def test_two_owners_of_one_deployment_are_sent_to_each_other() -> None:
    example = """
registry: {teams: {other: {contact: other@example.org, members: []}}}
m@1.0.0: {serves: {deployments: [a, s]}}
n@1.0.0: {owner: other, serves: {deployments: [s]}}
"""
    seen = problems("ID109", example)
    assert [s.path for s in seen] == [("serves", "deployments", 1), ("serves", "deployments", 0)]
    assert seen[0].hint.startswith("team (team@example.org) must agree with other (other@example.org) and ")


def test_an_alias_and_a_deployment_of_one_name_do_not_clash() -> None:
    assert messages("ID109", "m@1.0.0: {serves: {aliases: [s]}}\nn@1.0.0: {serves: {deployments: [s]}}") == []


@pytest.mark.parametrize(
    ("example", "path"),
    [
        pytest.param(
            "registry: {teams: {team: {members: [{name: Ada, git: [a@b.c], roles: [safety]}]}}}",
            ("teams", "team", "members", 0, "roles", 0),
            id="a member's",
        ),
        pytest.param(approval(SEAL), ("role",), id="an approval's"),
        pytest.param(
            "cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ['data:d@1.0.0'], opened: 2029-01-01, "
            "decisions: [{ref: m@1.0.0, decision: erase, role: safety, by: ada, on: 2029-01-02}]}",
            ("decisions", 0, "role"),
            id="a decision's",
        ),
    ],
)
def test_roles_are_looked_at_wherever_they_are_named(example: str, path: tuple[object]) -> None:
    (seen,) = problems("ID110", example)
    assert seen.path == path
    assert seen.hint == "define it under `roles` there"


def test_an_unknown_role_is_told_which_there_are() -> None:
    example = "registry: {roles: {legal: Law., privacy: Data.}}\nuse:u: {requires: {approvals: [safety]}}"
    assert [seen.hint for seen in problems("ID110", example)] == ["the roles there are legal or privacy"]


@pytest.mark.parametrize(
    ("model", "path"),
    [
        pytest.param("{origin: vendor}", ("origin",), id="a vendor's model without source"),
        pytest.param("{origin: open, source: {hub: huggingface.co}}", ("source",), id="open without repository"),
        pytest.param("{source: {hub: huggingface.co}}", ("source", "hub"), id="in-house from a hub"),
        pytest.param("{source: {host: azure-openai}}", ("source", "host"), id="in-house at a vendor's"),
        pytest.param(
            "{hosting: [vendor_finetune], source: {hub: huggingface.co}}", ("source", "hub"), id="fine-tuned at a hub"
        ),
    ],
)
def test_a_source_that_does_not_fit_is_told_at_its_key(model: str, path: tuple[str, ...]) -> None:
    assert paths("ID111", f"m@1.0.0: {model}") == [path]


@pytest.mark.parametrize(
    "model",
    [
        "{origin: open, source: {hub: huggingface.co, repository: openai/whisper-large-v3}}",
        "{source: null}",
        "{hosting: [vendor_finetune], source: {host: azure-openai}}",
        "{origin: vendor, stage: retired}",
    ],
    ids=["an open model", "one made here", "one fine-tuned at a vendor", "a tombstone"],
)
def test_a_source_that_fits_is_silent(model: str) -> None:
    assert messages("ID111", f"m@1.0.0: {model}") == []


def test_data_derived_from_itself_is_a_circle() -> None:
    example = "data:a@1.0.0: {derived_from: ['data:b@1.0.0']}\ndata:b@1.0.0: {derived_from: ['data:a@1.0.0']}"
    assert messages("ID112", example) == [
        "it is made from itself: data:a@1.0.0 → data:b@1.0.0 → data:a@1.0.0",
        "it is made from itself: data:b@1.0.0 → data:a@1.0.0 → data:b@1.0.0",
    ]


def test_only_what_stands_in_the_circle_is_told() -> None:
    example = """
m@1.0.0: {lineage: {parents: [{ref: a@1.0.0, relation: merge}, {ref: b@1.0.0, relation: merge}]}}
a@1.0.0: {lineage: {parents: [{ref: b@1.0.0, relation: merge}]}}
b@1.0.0: {lineage: {parents: [{ref: b@1.0.0, relation: merge}, {ref: gone@1.0.0, relation: merge}]}}
"""
    assert messages("ID112", example) == ["it is made from itself: b@1.0.0 → b@1.0.0"]


@pytest.mark.parametrize("stage", ["draft", "deprecated", "retired"])
def test_only_in_production_must_a_vendors_model_be_pinned(stage: str) -> None:
    example = f"m@1.0.0: {{stage: {stage}, origin: vendor, source: {{host: h, model: g}}}}"
    assert messages("ID113", example) == []


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(f"m@1.0.0: {{}}\n{approval(OTHER)}", id="a version that has no seal yet"),
        pytest.param(f"m@1.0.0: {{stage: retired, seal: '{SEAL}'}}\n{approval(OTHER)}", id="a retired version"),
        pytest.param(f"m@1.0.0: {{seal: '{SEAL}'}}\n{approval(OTHER)}\n{approval(SEAL, '2029-06-01')}", id="made good"),
    ],
)
def test_evidence_about_an_older_seal_may_be_no_matter(example: str) -> None:
    assert messages("ID114", example) == []


@pytest.mark.parametrize(
    "later",
    [approval(SEAL, "2029-04-01"), approval(SEAL, "2029-06-01", use="use:u")],
    ids=["earlier evidence", "evidence for another use"],
)
def test_only_later_evidence_of_the_same_kind_makes_good(later: str) -> None:
    assert len(messages("ID114", f"m@1.0.0: {{seal: '{SEAL}'}}\n{approval(OTHER)}\n{later}")) == 1


def test_a_certificate_speaks_of_what_is_destroyed() -> None:
    example = f"""
m@1.0.0: {{stage: destroyed, seal: '{SEAL}'}}
records/models/m/1.0.0/2029-05-01-certificate-1f3a9c2e.yaml:
  {{card: certificate/1, ref: m@1.0.0, on: 2029-05-01, by: ada, seal: '{OTHER}',
  places: [{{place: 's3://m', method: clear, looked_on: 2029-05-01, result: gone}}]}}
"""
    assert paths("ID114", example) == [("seal",)]


def test_what_is_derived_is_worked_out_once_for_each_registry() -> None:
    worked: list[str] = []

    def count(entries: list[Any], name: str) -> int:
        worked.append(name)
        return len(entries)

    one, two = world("m@1.0.0: {}\nm@2.0.0: {}"), world("{}")
    asked = [registry.derive(count, "name", "m") for registry in (one, one, two)]
    assert (asked, worked) == ([2, 2, 0], ["m", "m"])
