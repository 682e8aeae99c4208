"""The page docs/versions.md: how numbers follow from changes, every change class, and the recipe of the seal."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import indent

from modelsteward.domain.packs import ChangeClass, Packs
from modelsteward.rules.changes import Detector, Kin

_PREFACE = """# Versions say how much changed

Whoever calls a model reads its number first. So the number is not chosen: it follows from what changed since the
highest released version below it, and every change has a class with a step and a reason.

| step | what it tells callers | 1.4.2 becomes | 0.4.2 becomes |
| --- | --- | --- | --- |
| major | something you rely on may be gone | 2.0.0 | 0.5.0 |
| minor | nothing is gone; the answers or the offer are other ones | 1.5.0 | 0.4.3 |
| patch | the model is the same | 1.4.3 | 0.4.3 |
| none | nothing technical changed: edited in place | 1.4.2 | 0.4.2 |

Below 1.0.0 nothing is promised yet ([Semantic Versioning](https://semver.org/spec/v2.0.0.html#spec-item-4), item 4),
so one place less is counted. 1.0.0 itself is a decision: `--number 1.0.0` makes it, and no bump takes it back. A
pre-release such as `2.0.0-rc.1` says what `2.0.0` says, and cannot reach production. A number may say more than has
changed, never less.

## The way of a version

```
steward bump no-show                         opens a draft: a copy of the highest release, without stage, dates, seal,
                                             serves and artifacts, under the next free number
$EDITOR models/no-show/2.1.1.yaml            say what is new, and name its artifacts
steward bump no-show                         renames it to its smallest honest number, with a reason for each line
steward promote no-show@2.2.0 staging        seals it: from here on the number and the facts stand
```

- `--set KEY=VALUE` and `--artifact PATH` do both steps at once, for CI. Where nothing changed there is no new version,
  and what needs none (owner, cost, `extra`) is left to `steward set`.
- `--level major` raises the number, `--number VERSION` names it. What says too little is a gate that fails;
  `--force --reason TEXT` passes it, and the card keeps who did so and why under `lifecycle.forced`, with the seal of
  the facts it was about. Rule ID116 is silent about such a version until those facts change.
- A bump without `--level` and `--number` sets the smallest honest number again, which may be lower than the draft's.
- The draft of a pre-release stays one: `2.0.0-rc.1` keeps its number where `2.0.0` is right. `--number 2.0.0-rc.2` is
  the next one, `--number 2.0.0` the final one; a sealed one is followed by `steward bump no-show@2.0.0-rc.1`.
- A version of the name that cannot be read, or whose facts are not those that were sealed, stops a bump: it may be what
  the new one is to be compared with.
- Production is not entered by a version that is the same as the release below it.
- `steward bump no-show@1.4.0` goes on from an older version. Its number is compared with the releases of its own line;
  what would reach into a later line is compared with that, too.
- Of several open drafts none is chosen: name one.
- `steward diff A B` shows the same comparison for any two versions, for eyes, as JSON, or as Markdown.

## What cannot be told

A key that is absent is *unknown*. Known for the first time, it is no news about the model: a patch, since it is sealed
and needs a number to stand under. Not stated any more, where callers relied on it, it counts as gone, and the message
says "cannot tell". A key that says `null` or `[]` is known: there is none.

Bytes without digests, digests of two algorithms, and the bytes of a version whose `artifacts` are unknown cannot be
compared: that is a minor step. A fresh draft has no artifacts yet, and that alone is a patch; the number is looked at
again when they are named, and when the draft is sealed without any.

**Requantized within tolerance.** That is declared, not measured: a parent in relation `quantized` that is the earlier
version (or the one that it was quantized from itself), with a `tolerance` in words:

```yaml
lineage:
  parents:
    - {ref: no-show@2.1.0, relation: quantized, tolerance: AUROC within 0.002 of the parent on no-show-holdout}
```

Without `tolerance` other bytes are other weights: minor. A parent in relation `repackaged` that is the earlier version
declares the same weights in other bytes, as after a change of format. A parent that is the earlier version stands for
all that this one was made from: neither its parents nor its data need be named again.

## The classes

They are data: `packs/changes.yaml` holds step, title and reason, the code finds the change. Each class is tested by the
example shown: what it leaves out is the same on both cards. `steward explain interface.input-removed` shows one.
"""

_SEAL = """## The seal

When a version leaves draft its technical facts are sealed: `seal` on its card is a digest over them. Evaluations and
approvals speak of the seal. A sealed card whose facts changed is an error (ID117); `steward bump` makes a new version.

Any program can work it out:

1. Read the card as YAML 1.2 (core schema), into plain data. Of its keys take those of the following that are written:
   `name`, `version`, `source`, `license`, `license_text`, `task`, `interface`, `intended_use`, `lineage`, `artifacts`.
   A key that is absent stays absent, and one that says `null` says `null`: unknown is not none.
2. Write that as canonical JSON by [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785): keys sorted by their UTF-16 code
   units, no spaces, strings with only the escapes they need, and numbers as ECMAScript writes them, so that `1` and
   `1.0` are the same. Whole numbers beyond 2^53 that are written without point or exponent stand in full. Versions and
   days are text, as they are written. The order of lists counts.
3. The seal is `sha256:` and the SHA-256 of the UTF-8 bytes, in lower-case hex.

So neither the order of keys, comments, quoting, nor a key that a later schema adds changes a seal; and nothing else of
the card does. A card to try it with:

```yaml
card: model/1
name: no-show
version: 2.1.0
stage: production
summary: Estimates the chance that a patient misses an appointment.
owner: clinical-data-science
origin: in-house
source: null
license: Apache-2.0
task: tabular-classification
interface:
  inputs: {lead_days: {type: integer, minimum: 0, unit: days}, "Ålder": {type: number, required: false}}
  outputs: {p_no_show: {type: number, minimum: 0.0, maximum: 1}}
lineage: {parents: [], datasets: ["data:appointments@2.1.0"]}
artifacts:
  - role: weights
    uri: s3://models/no-show/2.1.0/model.onnx
    digest: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
    bytes: 18874368
    immutable_until: 2027-01-01
```

Its canonical JSON, one line:

```json
CANONICAL
```

Its seal: `sha256:531e7db39f0e5d7c114df32f4ea745f299d891d5e54998edd53dcd49b0ed08b4`
"""

_CANONICAL = (
    '{"artifacts":[{"bytes":18874368,'
    '"digest":"sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",'
    '"immutable_until":"2027-01-01","role":"weights","uri":"s3://models/no-show/2.1.0/model.onnx"}],'
    '"interface":{"inputs":{"lead_days":{"minimum":0,"type":"integer","unit":"days"},'
    '"Ålder":{"required":false,"type":"number"}},'
    '"outputs":{"p_no_show":{"maximum":1,"minimum":0,"type":"number"}}},'
    '"license":"Apache-2.0","lineage":{"datasets":["data:appointments@2.1.0"],"parents":[]},'
    '"name":"no-show","source":null,"task":"tabular-classification","version":"2.1.0"}'
)


def render_classes(kins: Iterable[Kin], packs: Packs) -> str:
    """The whole page, as Markdown."""
    return "\n".join([_PREFACE, *(_kin(kin, packs) for kin in kins), _SEAL.replace("CANONICAL", _CANONICAL)])


def render_class(detector: Detector, packs: Packs) -> str:
    """One class, explained for a terminal."""
    kind = packs.changes[detector.id]
    facts = f"{kind.id}  {kind.title}\n({kind.step}; judged by {kind.source})"
    note = f"\n{detector.note}\n" if detector.note else ""
    examples = "\n\n".join(f"{label}:\n{indent(text.strip(), '    ')}" for label, text in _examples(detector))
    return f"{facts}\n\n{kind.why}\n{note}\n{examples}\n"


def _examples(detector: Detector) -> tuple[tuple[str, str], ...]:
    return (("Before", detector.before), ("After", detector.after), ("After, and no such change", detector.unlike))


def _kin(kin: Kin, packs: Packs) -> str:
    known = [(packs.changes[detector.id], detector) for detector in kin.detectors]
    known.sort(key=lambda pair: -pair[0].step)
    rows = "\n".join(_row(kind) for kind, _ in known)
    examples = "\n".join(_example(detector) for _, detector in known)
    table = f"| class | step | what happened | why it weighs that much |\n| --- | --- | --- | --- |\n{rows}\n"
    return f"### {kin.word}\n\n{kin.about}\n\n{table}\n{examples}"


def _row(kind: ChangeClass) -> str:
    return f"| `{kind.id}` | {kind.step} | {kind.title} | {kind.why} |"


def _example(detector: Detector) -> str:
    note = f"{' '.join(detector.note.split())}\n\n" if detector.note else ""
    blocks = "\n".join(f"# {label.lower()}\n{text.strip()}" for label, text in _examples(detector))
    return f"#### {detector.id}\n\n{note}```yaml\n{blocks}\n```\n"
