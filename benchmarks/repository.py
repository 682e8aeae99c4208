"""A generated registry as a git repository, with as long a history of moves on top as one likes.

Git reads everything from a stream (`git fast-import`), so that neither the registry nor its history is ever held here
as a whole. Each move is one commit as steward makes them: a line a person can read, trailers, a file or two.
"""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import IO

from evidence import evaluation, record_path
from generate import GROUP, registry, service, topic_of
from models import CHAMPION, Card
from yamlstyle import text_of

START = 1_764_000_000
MINUTES_APART = 5
_WHO = "Ada Team <ada.team-000@hospital.example>"

Move = tuple[str, str, dict[str, str], str, str]
"""What was done, to what, its other trailers, and the file's path and new text."""


def git_environment() -> dict[str, str]:
    """Git that nobody's settings change, and that knows who commits."""
    identity = {f"GIT_{who}_{what}": f"ada{'@hospital.example' if what == 'EMAIL' else ''}"
                for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    return os.environ | identity | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder."""
    command = ["git", *arguments]
    return subprocess.run(command, cwd=folder, env=git_environment(), capture_output=True, text=True, check=True).stdout


def write_repository(folder: Path, models: int, seed: int = 1, history: int = 0, under: str = "") -> Path:
    """Make a repository whose first commit is the registry, in a folder `under` its top; `history` moves follow."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    front = f"{under}/" if under else ""
    feeding = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE)
    assert feeding.stdin is not None
    with feeding.stdin as stream:
        _commit(stream, 0, "Start the registry", ((front + path, text) for path, text in registry(models, seed)))
        for number, (action, ref, trailers, path, text) in enumerate(moves(models, seed, history), 1):
            lines = [f"{action} {ref}", "", f"Steward-Action: {action}", f"Steward-Ref: {ref}"]
            lines += [f"Steward-{key}: {value}" for key, value in trailers.items()]
            _commit(stream, number, "\n".join(lines), [(front + path, text)])
    if feeding.wait():
        raise SystemExit("git fast-import failed")
    git(folder, "reset", "--quiet", "--hard")
    return folder


def _commit(
    stream: IO[bytes], number: int, message: str, files: Iterator[tuple[str, str]] | list[tuple[str, str]]
) -> None:
    when = START + number * MINUTES_APART * 60
    told = message.encode() + b"\n"
    stream.write(f"commit refs/heads/main\ncommitter {_WHO} {when} +0000\ndata {len(told)}\n".encode() + told)
    for path, text in files:
        data = text.encode()
        stream.write(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    stream.write(b"\n")


def moves(models: int, seed: int, count: int) -> Iterator[Move]:
    """That many moves on the registry of this size and seed, spread over its services; it stays healthy."""
    groups = models // GROUP
    for group in range(groups):
        share = count * (group + 1) // groups - count * group // groups
        if share:
            yield from _on_service(group, share, seed)


def _on_service(group: int, count: int, seed: int) -> Iterator[Move]:
    """New prices, new drafts and new evaluations, one after the other."""
    cards = {path: card for path, card in service(group, seed) if path}
    name = f"{topic_of(group)}-score"
    champion = cards[f"models/{name}/{CHAMPION}.yaml"]
    rng = random.Random(f"{seed}/{group}/moves")
    style = rng.getrandbits(32)
    for number in range(count):
        yield (_priced, _drafted, _evaluated)[number % 3](champion, number, style, rng)


def _priced(champion: Card, number: int, style: int, _: random.Random) -> Move:
    """One hand writes the card each time, so that all but the first of these commits are the line they mean."""
    champion["cost"] = champion["cost"] | {"usd": (number + 1) / 1000}
    ref = f"{champion['name']}@{CHAMPION}"
    reason = {"Reason": "the platform's cost report"}
    return "set", ref, reason, f"models/{champion['name']}/{CHAMPION}.yaml", text_of(champion, random.Random(style))


def _drafted(champion: Card, number: int, style: int, _: random.Random) -> Move:
    version = f"4.{number}.0"
    draft = {key: value for key, value in champion.items() if key not in ("seal", "serves", "lifecycle")}
    draft |= {"version": version, "stage": "draft", "artifacts": []}
    path = f"models/{champion['name']}/{version}.yaml"
    return "bump", f"{champion['name']}@{version}", {"To": "draft"}, path, text_of(draft, random.Random(style))


def _evaluated(champion: Card, number: int, _: int, rng: random.Random) -> Move:
    topic = champion["name"].removesuffix("-score")
    card = evaluation(champion, topic, date(2026, 11, 1) + timedelta(number % 20), rng)
    text = text_of(card, rng)
    return "record", card["ref"], {}, record_path(card, text), text
