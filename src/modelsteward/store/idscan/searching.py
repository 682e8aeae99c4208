"""A search for ids, from the paths that were named to the places that are told; of many files by several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from modelsteward.domain.id_hits import Found, Hit
from modelsteward.domain.progress import Tell, counted
from modelsteward.store import parallel
from modelsteward.store.idscan.engines import Engine, engine
from modelsteward.store.idscan.known import Known
from modelsteward.store.idscan.reading import Texts
from modelsteward.store.idscan.tokens import Token, tokens, version_beside
from modelsteward.store.idscan.walking import Named, Walk
from modelsteward.store.parallel import leave, shared

MANY = 1_000
"""Files from which on further processes pay."""
_PROGRAMS = (
    ".py", ".pyi", ".ipynb", ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".vue", ".svelte", ".go", ".java",
    ".kt", ".kts", ".scala", ".groovy", ".rs", ".c", ".h", ".cc", ".cpp", ".hpp", ".cs", ".fs", ".vb", ".rb", ".php",
    ".swift", ".m", ".dart", ".lua", ".jl", ".r", ".ex", ".exs", ".erl", ".hs", ".clj", ".sql", ".tf", ".hcl", ".json",
)  # fmt: skip
"""Kinds of file in which a word without quotes is a name of the program's own."""
_MARK = b"\xef\xbb\xbf"

Part = tuple[str, int, int, str, str, int]
Said = tuple[list[Part], int, int, list[tuple[str, str]]]
"""What some files hold, as a process can tell another: the hits, files read, binary ones, and what was skipped."""


def find_ids(paths: Iterable[str], known: Iterable[str], tell: Tell, max_size: int) -> Found:
    """Search files and folders, each file once."""
    walk, names = Walk(), sorted(set(known))
    files = walk.files(list(paths))
    hits: list[Hit] = []
    read = binary = 0
    skipped = walk.skipped
    for more, some, others, passed in _said(files, names, tell, max_size):
        hits += (Hit(*one) for one in more)
        read, binary = read + some, binary + others
        skipped += passed
    return Found(tuple(sorted(hits)), read, binary, tuple(sorted(skipped)))


def _said(files: Sequence[Named], names: list[str], tell: Tell, max_size: int) -> Iterator[Said]:
    """What all files hold, a batch at a time; of many files, from helpers too."""
    search = Search(names, max_size)
    if len(files) < MANY:
        return (search.files([file]) for file in counted(tell, "searching", files, len(files)))
    said = shared(__name__, (names, max_size), files, search.files, lambda _, said: said)
    return counted(tell, "searching", said, -(-len(files) // parallel.BATCH))


def help_out(names: list[str], max_size: int, folder: str, share: list[tuple[int, list[Named]]]) -> None:
    """What a helper does: search its batches, and put what they hold where the caller looks."""
    search = Search(names, max_size)
    for number, files in share:
        leave(folder, number, search.files(files))


class Search:
    """A search by some ids, ready to be given files."""

    def __init__(self, names: Iterable[str], max_size: int) -> None:
        self._known = Known(names)
        self._engine: Engine | None = engine(self._known.roots) if self._known.roots else None
        self._max = max_size

    def files(self, files: Iterable[Named]) -> Said:
        """What these files hold."""
        texts = Texts(self._max)
        hits: list[Part] = []
        for path, named in files:
            data = texts.of(path, named)
            if data and self._engine:
                hits += hits_in(path, data, self._known, self._engine)
        return hits, texts.read, texts.binary, texts.skipped


def hits_in(path: str, data: bytes, known: Known, finder: Engine) -> Iterator[Part]:
    """The ids in one file, as the parts of a hit."""
    if places := finder.places(data):
        bare = not path.lower().endswith(_PROGRAMS)
        yield from _placed(path, data, known, tokens(data, places, known, bare=bare))


def _placed(path: str, data: bytes, known: Known, found: Iterable[Token]) -> Iterator[Part]:
    """Lines and columns, counted on from one id to the next."""
    line, at, column = 1, len(_MARK) if data.startswith(_MARK) else 0, 1
    for token in found:
        if lines := data.count(b"\n", at, token.start):
            line, column = line + lines, 1
            at = data.rfind(b"\n", at, token.start) + 1
        column += len(data[at : token.start].decode("utf-8", "replace"))
        at = token.start
        written, whole = data[token.start : token.end].decode("utf-8", "replace"), token.known
        size = len(written)
        if version := version_beside(data, token, known):
            whole += b"-" + version
            written += f"-{version.decode()}"
        yield path, line, column, written, known.names[whole], size
