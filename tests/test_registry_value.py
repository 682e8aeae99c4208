"""The registry as a value: what is called what, what was built on what, and who names whom."""

from __future__ import annotations

from typing import Any

from modelsteward.domain.cards.registry import RegistryCard
from modelsteward.domain.kinds import BY_NAME, path_of
from modelsteward.domain.references import references
from modelsteward.domain.registry import Broken, Entry, Registry
from modelsteward.domain.relations import keys_of
from modelsteward.domain.unseen import Unseen
from modelsteward.rules.examples import GROUND

POLICY = RegistryCard.model_validate(GROUND["registry"])
DIGESTS = [f"sha256:{c * 64}" for c in "abc"]


def entry(ref: str, **fields: Any) -> Entry[Any]:
    """A card called `ref`, healthy but for these fields."""
    kind = {"data": "dataset", "use": "usecase"}.get(ref.partition(":")[0], "model")
    name, _, version = ref.rpartition(":")[2].partition("@")
    value = GROUND[kind] | {"name": name} | ({"version": version} if version else {}) | fields
    return Entry(path_of(ref) or "", kind, ref, BY_NAME[kind].model().model_validate(value), "")


def state(kind: str, **fields: Any) -> Entry[Any]:
    card = BY_NAME[kind].model().model_validate({"card": f"{kind}/1"} | fields)
    return Entry(f"{kind}s/x.yaml", kind, f"{kind}s/x", card, "")


def model(ref: str, parents: list[str] | None = None, datasets: list[str] | None = None, **fields: Any) -> Entry[Any]:
    made = [{"ref": parent, "relation": "fine-tune"} for parent in parents or []]
    return entry(ref, lineage={"parents": made, "datasets": datasets or []}, **fields)


def registry(*entries: Entry[Any], broken: tuple[Broken, ...] = ()) -> Registry:
    return Registry(POLICY, entries, broken)


def test_lineage_goes_from_near_to_far_and_says_through_what() -> None:
    house = registry(
        model("small@1.0.0", ["base@1.0.0"], ["data:own@1.0.0"]),
        model("base@1.0.0", [], ["data:web@1.0.0"]),
        entry("data:own@1.0.0", derived_from=["data:raw@1.0.0"]),
        entry("data:web@1.0.0"),
    )

    assert [(hop.ref, hop.through) for hop in house.lineage("small@1.0.0")] == [
        ("data:own@1.0.0", ()),
        ("base@1.0.0", ()),
        ("data:raw@1.0.0", ("data:own@1.0.0",)),
        ("data:web@1.0.0", ("base@1.0.0",)),
    ]
    assert house.lineage("small@1.0.0") is house.lineage("small@1.0.0")


def test_lineage_that_loops_ends_and_leaves_out_where_it_started() -> None:
    house = registry(model("a@1.0.0", ["b@1.0.0"]), model("b@1.0.0", ["a@1.0.0", "b@1.0.0"]))

    assert [(hop.ref, hop.through) for hop in house.lineage("a@1.0.0")] == [("b@1.0.0", ())]


def test_lineage_of_what_is_unknown_or_absent_is_empty() -> None:
    house = registry(entry("m@1.0.0", lineage=None))

    assert house.lineage("m@1.0.0") == ()
    assert house.lineage("nobody@1.0.0") == ()


def test_a_diamond_is_walked_once() -> None:
    rows = [model(f"m{i}@1.0.0", [f"m{i + 1}@1.0.0", f"n{i + 1}@1.0.0"]) for i in range(40)]
    rows += [model(f"n{i}@1.0.0", [f"m{i + 1}@1.0.0", f"n{i + 1}@1.0.0"]) for i in range(40)]

    assert len(registry(*rows).lineage("m0@1.0.0")) == 80


def test_serves_names_the_uses_and_slots_that_run() -> None:
    house = registry(
        entry("use:a", serving={"main": "m@1.0.0", "spare": None, "second": "m@1.0.0"}),
        entry("use:b", serving={"main": "m@1.0.0"}, status="proposed"),
        entry("use:c", serving={"main": "m@1.0.0"}, status="ended"),
    )

    assert [(use.name, slot) for use, slot in house.serves["m@1.0.0"]] == [
        ("a", "main"),
        ("a", "second"),
        ("b", "main"),
    ]
    assert None not in house.serves


def test_digests_name_each_model_once() -> None:
    def artifacts(*digests: str | None) -> list[dict[str, Any]]:
        return [{"role": "weights", "uri": "u"} | ({"digest": digest} if digest else {}) for digest in digests]

    house = registry(
        entry("m@1.0.0", artifacts=artifacts(DIGESTS[0], DIGESTS[0], None)),
        entry("n@1.0.0", artifacts=artifacts(DIGESTS[0], DIGESTS[1])),
    )

    assert [house.digests[digest] for digest in DIGESTS[:2]] == [["m@1.0.0", "n@1.0.0"], ["n@1.0.0"]]


def test_every_reference_of_every_kind_is_found_with_its_path() -> None:
    use = entry(
        "use:u", serving={"main": "a@1.0.0", "spare": None}, candidates={"main": ["b@1.0.0"]}, fallback={"main": "c@1.0.0"},
        replacement={"main": "d@1.0.0"}, served=[{"slot": "main", "ref": "e@1.0.0", "from": "2029-01-01"}],
    )  # fmt: skip
    case = state(
        "case", id="c", purpose="order", data=["data:d@1.0.0"], opened="2029-01-01",
        decisions=[{"ref": "m@1.0.0", "decision": "keep", "by": "ada", "on": "2029-01-02"}],
    )  # fmt: skip
    cards = [
        model("m@1.0.0", ["p@1.0.0"], ["data:d@1.0.0"], lifecycle={"replacement": "n@1.0.0"}),
        entry("data:d@1.0.0", derived_from=["data:r@1.0.0"]),
        use,
        case,
        state("hold", id="h", refs=["m@1.0.0", "use:u"], opened="2029-01-01", by="ada"),
        state("waiver", **{key: value for key, value in GROUND["waiver"].items() if key != "card"}, id="w"),
        Entry("steward.yaml", "registry", "registry", POLICY, ""),
    ]

    assert [[(".".join(map(str, path)), ref) for path, ref in references(card.card)] for card in cards] == [
        [("lineage.parents.0.ref", "p@1.0.0"), ("lineage.datasets.0", "data:d@1.0.0"), ("lifecycle.replacement", "n@1.0.0")],
        [("derived_from.0", "data:r@1.0.0")],
        [("serving.main", "a@1.0.0"), ("candidates.main.0", "b@1.0.0"), ("fallback.main", "c@1.0.0"),
         ("replacement.main", "d@1.0.0"), ("served.0.ref", "e@1.0.0")],
        [("data.0", "data:d@1.0.0"), ("decisions.0.ref", "m@1.0.0")],
        [("refs.0", "m@1.0.0"), ("refs.1", "use:u")],
        [("ref", "m@1.0.0")],
        [],
    ]  # fmt: skip


def test_an_evaluation_names_a_data_set_only_when_it_says_so() -> None:
    def named(dataset: str) -> list[str]:
        card = state(
            "evaluation", ref="m@1.0.0", use="use:u", on="2029-01-01", by="ada", suite="s",
            results=[{"metric": "auroc", "value": 1}], dataset=dataset,
        )  # fmt: skip
        return [ref for _, ref in references(card.card)]

    assert named("data:d@1.0.0") == ["m@1.0.0", "use:u", "data:d@1.0.0"]
    assert named("the holdout of 2029") == ["m@1.0.0", "use:u"]


def test_what_cannot_be_read_is_still_there() -> None:
    house = registry(entry("m@1.0.0"), broken=(Broken("models/m/2.0.0.yaml", "m@2.0.0", "card: ["),))

    assert [house.has(ref) for ref in ("m@1.0.0", "m@2.0.0", "m@3.0.0", "registry")] == [True, True, False, True]
    assert house.model("m@2.0.0") is None
    assert house.unreadable == {"m@2.0.0": "models/m/2.0.0.yaml"}
    assert [file.file for file in house.texts] == ["models/m/1.0.0.yaml", "models/m/2.0.0.yaml"]


def test_cards_are_found_by_kind_and_ref() -> None:
    house = registry(entry("m@1.0.0"), entry("data:d@1.0.0"), entry("use:u"), entry("m@1.0.0"))

    assert house.model("m@1.0.0") is not None
    assert house.dataset("data:d@1.0.0") is not None
    assert house.use("use:u") is not None
    assert (house.model(None), house.dataset(None), house.use("use:x"), house.of_kind("hold")) == (None, None, None, [])
    assert len(house.by_ref["m@1.0.0"]) == 2


def test_of_several_waivers_the_one_that_lasts_longest_counts() -> None:
    fields = {key: value for key, value in GROUND["waiver"].items() if key not in ("card", "until")}
    rows = [
        state("waiver", **fields, id=ident, until=until) for ident, until in [("a", "2030-03-01"), ("b", "2030-02-01")]
    ]

    assert registry(*rows).waivers["AR101", "m@1.0.0"].card.id == "a"


def test_a_vendors_facts_are_found_by_host_and_model() -> None:
    card = state("vendor", host="h", model="M", observations=[{"source": "s", "read_on": "2029-01-01"}])

    assert registry(card).vendors["h", "M"].card.ref == "vendor:h/M"


def test_a_team_is_named_with_its_contact() -> None:
    house = registry()

    assert house.team("team") == "team (team@example.org)"
    assert house.team("gone") == "gone"
    assert house.team(None) == "nobody: it has no owner"


def test_whatever_a_card_is_found_by_may_stand_in_a_file_that_is_not_checked_out() -> None:
    """Else a rule that looks for it and finds nothing says so, where nobody can tell."""
    entries = [
        model("m@1.0.0", ["base@1.0.0"], ["data:d@1.0.0"], source={"host": "h", "model": "m"},
              serves={"aliases": ["a"], "deployments": ["b"]},
              artifacts=[{"role": "weights", "uri": "s3://w", "digest": DIGESTS[0], "holder": "h"}]),
        entry("data:d@1.0.0", digest=DIGESTS[1], derived_from=["data:e@1.0.0"]),
        entry("use:u", serving={"main": "m@1.0.0"}, monitoring=[{"suite": "s", "metric": "f1", "limit": 1}],
              requires={"suites": [{"suite": "r", "metric": "f1", "threshold": 1}]}),
        state("incident", id="x", refs=["m@1.0.0"], severity="minor", opened="2029-01-01", by="ada"),
        state("waiver", id="x", rule="AR102", ref="m@1.0.0", reason="r", on="2029-01-01", until="2029-02-01", by="a"),
        state("case", id="x", purpose="order", data=["data:d"], opened="2029-01-01",
              decisions=[{"ref": "m@1.0.0", "decision": "erase", "by": "ada", "on": "2029-01-01"}]),
        Entry("vendors/h/m.yaml", "vendor", "vendor:h/m", BY_NAME["vendor"].model().model_validate(
            GROUND["vendor"] | {"host": "h", "model": "m"}), ""),
    ]  # fmt: skip
    for one in entries:
        keys = set(keys_of(one.kind, one.ref, one.card))
        assert keys
        missed = {key for key in keys if not Unseen([one.file]).may_have(key)}
        assert missed == set(), one.ref
