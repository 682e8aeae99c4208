"""Ids of models in files of any kind: whole ones, where they stand, and none where a word only looks like one."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from modelsteward.domain.id_hits import Found
from modelsteward.domain.progress import Step
from modelsteward.errors import BadUsage
from modelsteward.store import parallel
from modelsteward.store.idscan import engines, find_ids, searching
from modelsteward.store.idscan.engines import Automaton, Engine, Pattern, engine
from modelsteward.store.idscan.known import Grade, Known, grade

IDS = (
    "gpt-4", "gpt-4o", "gpt-4o-mini", "gpt-4o-2024-08-06", "o1", "o3", "o3-mini", "ada", "base", "sonar", "sonar-pro",
    "command", "command-r", "whisper", "whisper-1", "v3", "3.2", "claude-sonnet-4-5", "claude-v2:1", "llama3.1",
    "anthropic.claude-sonnet-4-20250514-v1:0", "gemini-2.5-flash", "mistral-large-latest", "deepseek-r1",
    "meta-llama/Llama-3.1-8B", "codestral@2405",
)  # fmt: skip
ENGINES = (Automaton, Pattern)


@pytest.fixture(params=ENGINES, ids=["library", "without it"])
def _either_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "engine", request.param)


pytestmark = pytest.mark.usefixtures("_either_engine")


def ids_in(name: str, text: str) -> list[tuple[str, str]]:
    known = Known(IDS)
    hits = searching.hits_in(name, text.encode(), known, searching.engine(known.roots))
    return [(written, of) for _, _, _, written, of, _ in hits]


WHERE = [
    ("a.py", 'ChatOpenAI(model="gpt-4o", temperature=0)', "gpt-4o"),
    ("a.py", "MODELS = ['gpt-4o', 'gpt-4o-mini']", "gpt-4o gpt-4o-mini"),
    ("a.py", 'def ask(model: str = "o3") -> None: ...', "o3"),
    ("a.py", 'os.getenv("CHAT_MODEL", "sonar")', "sonar"),
    ("a.py", 'if request.model == "ada":', "ada"),
    ("a.py", 'client.chat("openai/o3")', "o3"),
    ("a.py", '["--model", "sonar"]', "sonar"),
    ("a.ts", "const model = process.env.MODEL ?? 'sonar';", "sonar"),
    ("a.ts", "const model: string | undefined = 'command';", "command"),
    ("a.js", "await run({model: `o3`, engine: 'ada'})", "o3 ada"),
    ("a.yaml", "model: o3", "o3"),
    ("a.yaml", "deployment:   base   # the first one", "base"),
    ("a.yaml", "models: [gpt-4o, o1, sonar]", "gpt-4o o1 sonar"),
    ("a.yaml", "  - command-r", "command-r"),
    ("a.yaml", "gpt-4o: {input: 2.5}", "gpt-4o"),
    ("a.yaml", "model: groq/whisper\r\n", "whisper"),
    (".env", "MODEL_NAME=o3", "o3"),
    (".env", "export AZURE_DEPLOYMENT=command", "command"),
    (".env", "FALLBACKS=azure/gpt-4o,mistral-large-latest", "azure/gpt-4o mistral-large-latest"),
    ("a.tf", '  model_id = "anthropic.claude-sonnet-4-20250514-v1:0"', "anthropic.claude-sonnet-4-20250514-v1:0"),
    ("a.tf", '  engine   = "ada"', "ada"),
    ("a.toml", "model = 'sonar'", "sonar"),
    ("a.json", '{"model":"sonar","other":"gpt-4"}', "sonar gpt-4"),
    ("a.ipynb", r'  "model = \"sonar\"\n", "x = \"\ngpt-4o\""', "sonar gpt-4o"),
    ("a.py", 'model_name_or_path="base", model_id="sonar"', "base sonar"),
    ("Dockerfile", "ENV LLM_MODEL o3", "o3"),
    ("Dockerfile", 'CMD ["serve", "--model=ada"]', "ada"),
    ("a.sh", "ask --model o3 --quiet", "o3"),
    ("a.sh", "MODEL=o3 ask 'x'", "o3"),
    ("a.sh", 'ask "${MODEL:-sonar}" "${OTHER:-gpt-4o}"', "sonar gpt-4o"),
    ("a.py", "# ask --model base", "base"),
    ("a.md", "We use gpt-4o. Then `o3`, and gpt-4o->gpt-4 “gemini-2.5-flash”；gpt-4o模型", "gpt-4o o3 gpt-4o gpt-4 gemini-2.5-flash gpt-4o"),
    ("a.http", "POST /openai/deployments/gpt-4o/chat https://x/models%2Fgpt-4o", "gpt-4o gpt-4o"),
    ("a.http", "GET /v1/models/o3", "o3"),
    ("a.txt", "openrouter/meta-llama/Llama-3.1-8B azure/gpt-4o models/gemini-2.5-flash", "meta-llama/Llama-3.1-8B azure/gpt-4o gemini-2.5-flash"),
    ("a.txt", "see x/azure/gpt-4o or bedrock/gpt-4o", "gpt-4o bedrock/gpt-4o"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "line", "ids"), WHERE)
def test_an_id_is_found_where_this_kind_of_file_names_it(name: str, line: str, ids: str) -> None:
    assert ids_in(name, line) == [(one, re.sub("^(azure|bedrock)/", "", one)) for one in ids.split()]
    assert ids_in(name, f"x\n{line}\ny") == ids_in(name, line)


NOWHERE = [
    ("a.py", "my-gpt-4o-helper gpt-4o-minister xgpt-4o gpt-4ob gpt-4o_x gpt_gpt-4o x_gpt-4o"),
    ("a.py", "gpt-4o.json v1.gpt-4o gpt-4o@example.org a@gpt-4o gpt-4.5 --gpt-4o gpt-4o- GPT-4O"),
    ("a.py", "codestral@24051 claude-v2:1x deepseek-r1-x x-deepseek-r1"),
    ("a.py", "the base command is as fast as sonar, o3 or ada: whisper"),
    ("a.py", 'subprocess.run("command", base="base", version="v3", other="3.2")'),
    ("a.py", 'import base; from "./models/base" import sonar; {"command": "x"}'),
    ("a.py", "model = base"),
    ("a.py", "FIELDS = ['deployments', 'base', 'models', 'x', 'sonar']"),
    ("a.py", "def f(model=base, engine=sonar): ..."),
    ("a.ts", "type A = {model: command, engine: whisper}"),
    ("a.yaml", "model: base of the tower"),
    ("a.yaml", "command: o3 is not quoted"),
    ("a.yaml", "- command"),
    ("a.yaml", "model_class: base"),
    ("a.sh", "ask --model-type base"),
    ("a.yaml", "image: whisper"),
    ("a.md", "- a model, base or not"),
    ("a.md", "the metadata of an adapter in a database"),
    ("a.sh", "use my-model base"),
    ("a.txt", "o3"),
    ("a.txt", '"o3'),
    ("a.txt", ""),
]


@pytest.mark.parametrize(("name", "line"), NOWHERE)
def test_a_word_or_a_part_of_a_longer_name_is_no_id(name: str, line: str) -> None:
    assert ids_in(name, line) == []


UNKNOWN = [
    ("gpt-4o-2031-01-01", "gpt-4o"),
    ("gpt-4o-mini-20310101", "gpt-4o-mini"),
    ("gpt-4o-mini-latest", "gpt-4o-mini"),
    ("claude-sonnet-4-5@20310101", "claude-sonnet-4-5"),
    ("claude-sonnet-4-5-20310101-v1:0", "claude-sonnet-4-5"),
    ("gpt-4o@2031-01-01", "gpt-4o"),
    ("gpt-4o@1.0.0", "gpt-4o"),
    ("gpt-4-0999", "gpt-4"),
    ("gemini-2.5-flash-001", "gemini-2.5-flash"),
    ("command-r-08-2031", "command-r"),
    ("o3-2031-01-01", "o3"),
    ("deepseek-r1:free", "deepseek-r1"),
    ("claude-v2:1:200k", "claude-v2:1"),
    ("apac.anthropic.claude-sonnet-4-20250514-v1:0", "anthropic.claude-sonnet-4-20250514-v1:0"),
    ("ft:gpt-4o-mini-2031-01-01:acme::abc123", "gpt-4o-mini"),
]


@pytest.mark.parametrize(("written", "known"), UNKNOWN)
@pytest.mark.parametrize("line", ['"{}"', 'model = "{}", x', "model: {}", "say '{}'."])
def test_a_snapshot_that_nobody_knows_is_its_models(written: str, known: str, line: str) -> None:
    assert ids_in("a.yaml", line.format(written)) == [(written, known)]


def test_what_ends_a_known_id_is_not_taken_for_a_snapshot() -> None:
    assert ids_in("a.txt", "gpt-4o-2024-08-06") == [("gpt-4o-2024-08-06", "gpt-4o-2024-08-06")]
    assert ids_in("a.txt", "gpt-4o-2031-01-01x gpt-4o-20310101-b gpt-4o-99999999 bogus.claude-sonnet-4-5") == []
    assert ids_in("a.txt", "gpt-4o:gpt-4 deepseek-r1:7b gpt-4o: x") == [
        (one, one) for one in ("gpt-4o", "gpt-4", "deepseek-r1", "gpt-4o")
    ]


BESIDE = {
    'name    = "gpt-4o"\n    version = "2024-08-06"': "gpt-4o-2024-08-06",
    "name: 'gpt-4o'\r\n  version: '2024-08-06'": "gpt-4o-2024-08-06",
    '"name": "gpt-4o", "version": "2024-08-06"': "gpt-4o-2024-08-06",
    "{model: gpt-4o, model_version: 2024-08-06}": "gpt-4o-2024-08-06",
    "{model: gpt-4o, snapshot: '2024-08-06'}": "gpt-4o-2024-08-06",
    "name: gpt-4o\nversion: 2031-01-01": "gpt-4o",
    "name: gpt-4o\n\nversion: 2024-08-06": "gpt-4o",
    "name: gpt-4o\napi_version_of: 2024-08-06": "gpt-4o",
    "name: gpt-4o-2024-08-06\nversion: 2024-08-06": "gpt-4o-2024-08-06",
    'model = "gpt-4o"\nversion = var.version': "gpt-4o",
}
"""A name, and the version that Terraform, Bicep and templates of Azure's set beside it."""


@pytest.mark.parametrize("text", BESIDE)
def test_a_version_in_the_key_that_follows_is_part_of_the_id(text: str) -> None:
    assert [written for written, _ in ids_in("main.tf" if "=" in text else "a.yaml", text)] == [BESIDE[text]]


def test_such_an_id_takes_up_what_its_name_does(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('name = "gpt-4o"\nversion = "2024-08-06"\n')
    (hit,) = find(tmp_path).hits
    assert (hit.line, hit.column, hit.size, hit.known) == (1, 9, 6, "gpt-4o-2024-08-06")


def test_the_longer_id_counts_and_no_id_within_another() -> None:
    known = Known(["gpt-4o", "azure/gpt-4o", "gpt-4o/x-1", "x-1", "x-1/y-2"])
    found = searching.hits_in("a", b"azure/gpt-4o gpt-4o/x-1/y-2 gpt-4o/x-12", known, searching.engine(known.roots))
    assert [one[3] for one in found] == ["azure/gpt-4o", "gpt-4o/x-1", "gpt-4o"]


@pytest.mark.parametrize(
    ("name", "how"),
    [("gpt-4", "SURE"), ("mistral-large-latest", "SURE"), ("amazon.nova-pro-v1:0", "SURE"), ("phi-4", "SURE"),
     ("o3", "QUOTED"), ("command-r", "QUOTED"), ("gen4_turbo", "QUOTED"), ("ada", "KEYED"), ("v3", "KEYED"),
     ("3.2", "KEYED"), ("2024-01-01", "KEYED")],
)  # fmt: skip
def test_how_much_must_stand_around_an_id(name: str, how: str) -> None:
    assert grade(name.encode()) is Grade[how]


PIECES = st.sampled_from(
    [*IDS, *"\n \t.,:;/-_@\"'`=()[]{}<>\\#", ": ", " = ", "model", "MODEL", "engine=", "version: ", "2024-08-06", "--model ", "- ", "-2031-01-01",
     ":free", "ft:", "eu.", "é", "\r\n", "the ", "x", "4", "\\n", ":-", "%2F"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from(["a.py", "a.yaml"]))
@example("xgpt-4o-mini", "a.py")
def test_both_engines_find_the_same(text: str, name: str) -> None:
    known, data = Known(IDS), text.encode()
    both: list[Engine] = [kind(known.roots) for kind in ENGINES]
    assert sorted(both[0].places(data)) == sorted(both[1].places(data))
    hits = [list(searching.hits_in(name, data, known, one)) for one in both]
    assert hits[0] == hits[1]
    for _, line, column, written, _, size in hits[0]:
        assert text.split("\n")[line - 1][column - 1 :].startswith(written[:size])


@given(st.sets(st.text("ab-1.", min_size=1, max_size=4), max_size=12), st.text("ab-1./ ", max_size=40))
def test_every_place_of_an_id_begins_with_a_root(names: set[str], text: str) -> None:
    known, data = Known(names), text.encode()
    if not known.roots:
        return
    begins = {at for raw in known.names for at in range(len(data)) if data.startswith(raw, at)}
    for kind in ENGINES:
        assert {start for _, start, _ in kind(known.roots).places(data)} == begins


def test_a_large_table_is_made_once_much_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_WORTH_A_TABLE", 20)
    finder = Automaton([b"gpt", b"o3"])
    assert [finder.places(b"gpt-4o o3") for _ in range(4)] == [[(0, 0, 3), (1, 7, 9)]] * 4


def find(*paths: Path, **given: int) -> Found:
    return find_ids([str(path) for path in paths], IDS, **given)


def places(found: Found, top: Path) -> list[str]:
    return [f"{Path(hit.path).relative_to(top).as_posix()}:{hit.line}:{hit.column} {hit.id}" for hit in found.hits]


def test_lines_and_columns_count_characters(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes("ä = 1\r\n  # Köln 🙂: gpt-4o, gpt-4 \n\n\ngpt-4o".encode())
    (tmp_path / "b.py").write_bytes(b"\xef\xbb\xbfgpt-4o\n\xff\xfe gpt-4o")
    (tmp_path / "c.txt").write_bytes("ä\ngpt-4o".encode("utf-16"))
    assert places(find(tmp_path), tmp_path) == [
        "a.py:2:13 gpt-4o", "a.py:2:21 gpt-4", "a.py:5:1 gpt-4o", "b.py:1:1 gpt-4o", "b.py:2:4 gpt-4o", "c.txt:2:1 gpt-4o"
    ]  # fmt: skip


def test_a_long_line_is_as_good_as_any(tmp_path: Path) -> None:
    (tmp_path / "min.js").write_text("é;" * 200_000 + "a='gpt-4o';" * 3_000)
    found = find(tmp_path)
    assert len(found.hits) == 3_000
    assert found.hits[-1].column == 400_000 + 3_000 * 11 - 7


def test_hidden_files_are_searched_and_what_others_wrote_is_not(tmp_path: Path) -> None:
    for path in (".env", ".github/workflows/ci.yml", "build/out.js", "venv/a.py", "site/.venv/a.py", "deep/a/b/c.tf",
                 ".git/config", "web/node_modules/x/a.js", "env/lib/a.py", "x/site-packages/a.py", "__pycache__/a.py",
                 ".tox/a.py", ".hg/a", ".svn/a", ".mypy_cache/a.json", ".ruff_cache/a"):  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x gpt-4o")
    for folder in ("env", "site/.venv"):
        (tmp_path / folder / "pyvenv.cfg").touch()
    (tmp_path / ".github" / "node_modules").write_text("gpt-4o")  # a file of that name
    assert {hit.path.removeprefix(f"{tmp_path}{os.sep}").replace(os.sep, "/") for hit in find(tmp_path).hits} == {
        ".env", ".github/workflows/ci.yml", ".github/node_modules", "build/out.js", "venv/a.py", "deep/a/b/c.tf"
    }  # fmt: skip


def test_what_is_no_text_is_counted_and_what_is_too_large_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"gpt-4o \0")
    (tmp_path / "late.bin").write_bytes(b"gpt-4o\n" + b"x" * 9_000 + b"\0")
    (tmp_path / "large.log").write_bytes(b"gpt-4o\n" + b"x" * 1_300_000)
    (tmp_path / "larger.bin").write_bytes(b"\0" * 900_000)
    found = find(tmp_path, max_size=2**20)
    assert (len(found.hits), found.files, found.binary) == (1, 1, 2)
    assert found.skipped == ((str(tmp_path / "large.log"), "1.2 MiB, more than 1.0 MiB"),)
    assert len(find(tmp_path).hits) == 2
    assert find(tmp_path, max_size=3).skipped[0][1] == "8 bytes, more than 3 bytes"


def test_a_file_that_is_named_is_read_whatever_it_is(tmp_path: Path) -> None:
    inside = tmp_path / "node_modules"
    inside.mkdir()
    for name, data in (("a.bin", b"\0 gpt-4o"), ("b.log", b"gpt-4o\n" * 9)):
        (inside / name).write_bytes(data)
    found = find(inside / "a.bin", tmp_path, inside / "b.log", tmp_path / "node_modules" / "b.log", max_size=20)
    assert (len(found.hits), found.files, found.skipped) == (10, 2, ())
    assert len(find(inside, max_size=20).hits) == 0


def test_folders_that_lie_in_each_other_are_searched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("# gpt-4o")
    monkeypatch.chdir(tmp_path)
    found = find_ids(["./src/", ".", "src/a.py"], IDS)
    assert [(hit.path, hit.line) for hit in found.hits] == [(str(Path("src", "a.py")), 1)]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_not_followed_but_for_one_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.py").write_text("# gpt-4o")
    (tmp_path / "in").mkdir()
    for name, goal in (("folder", "../out"), ("file", "../out/a.py"), ("nowhere", "gone"), ("round", ".")):
        (tmp_path / "in" / name).symlink_to(goal)
    os.mkfifo(tmp_path / "in" / "pipe")
    assert find(tmp_path / "in") == Found((), 0, 0, ())
    assert [len(find(tmp_path / "in" / name).hits) for name in ("folder", "file")] == [1, 1]


def test_what_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "a.py").write_text("# gpt-4o")
    (tmp_path / "b.py").write_text("# gpt-4o")
    opened, listed = os.open, os.scandir

    def open_(path: str, *more: int) -> int:
        if str(path).endswith("a.py"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *more)

    def scandir(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "scandir", scandir)
    found = find(tmp_path)
    assert found.skipped == tuple((str(tmp_path / name), "permission denied") for name in ("a.py", "shut"))
    assert len(found.hits) == 1


def test_a_path_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    for path in (str(tmp_path / "gone"), "a\0b", os.devnull):
        with pytest.raises(BadUsage) as told:
            find_ids([path], IDS)
        assert told.value.hint.startswith("name ")


def test_helpers_find_what_one_process_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        (tmp_path / f"{number}.py").write_text(f"# é gpt-4o\nmodel = 'o{number}'")
    (tmp_path / "x.bin").write_bytes(b"\0")
    (tmp_path / "large").write_text("x" * 100)
    told: list[Step] = []
    alone = find(tmp_path, max_size=99)
    monkeypatch.setattr(searching, "MANY", 2)
    monkeypatch.setattr(parallel, "BATCH", 4)
    monkeypatch.setenv("STEWARD_JOBS", "2")
    take, taken = parallel._take, []

    def patient(file: Path) -> object:
        while (said := take(file)) is None:
            pass
        taken.append(said)
        return said

    monkeypatch.setattr(parallel, "_take", patient)
    assert find_ids([str(tmp_path)], IDS, tell=told.append, max_size=99) == alone
    assert len(taken) == 11
    assert (len(alone.hits), alone.files, alone.binary, len(alone.skipped)) == (42, 40, 1, 1)
    assert (told[-1].what, told[-1].done) == ("searching", told[-1].total)


def test_ids_that_could_be_anything_are_not_sought(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x gpt-4o a b")
    assert find_ids([str(tmp_path)], ["", "x", " ", "a b", "b\n"]) == Found((), 1, 0, ())
    assert find_ids([str(tmp_path)], []).files == 1


def test_the_library_is_taken_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(engine([b"ab"]), Automaton)
    monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    assert isinstance(engine([b"ab"]), Pattern)


def test_text_made_to_be_slow_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(("model" * 40 + ": sonar x,\n") * 2_000 + "model_" * 20_000 + '="sonar"')
    assert len(find(tmp_path).hits) == 1
