"""CL, continued: whether certificates of destruction are all there, as they were issued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.chain import chain_of, digest_of
from modelsteward.domain.dates import instant
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.texts import listed
from modelsteward.rules.checklists import CHECKLISTS
from modelsteward.rules.engine import Context

if TYPE_CHECKING:
    from modelsteward.domain.cards.erasure import Certificate, Erasure, Verification


@CHECKLISTS.rule(
    125, "Certificate whose predecessor is not there", Severity.ERROR, of="certificate", whole=True,
    good="""
m@1.0.0: {stage: destroyed}
records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml:
  {card: certificate/1, ref: m@1.0.0, on: 2029-12-30, by: ada, previous: null,
   places: [{place: /srv/m.onnx, looked_on: 2029-12-30, result: gone}]}
""",
    bad="""
m@1.0.0: {stage: destroyed}
records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml:
  {card: certificate/1, ref: m@1.0.0, on: 2029-12-30, by: ada, previous: 'md5:9e107d9d372bb6826bd81d3542a419d6',
   places: [{place: /srv/m.onnx, looked_on: 2029-12-30, result: gone}]}
""",
)  # fmt: skip
def broken_chain(card: Certificate, ctx: Context) -> Iterator[Problem]:
    """Each certificate names the digest of the one before it. Where none has that digest, the one before was changed
    or taken away after this one was issued.
    """
    if card.previous and card.previous not in chain_of(ctx.registry, ctx.entry.home).by_digest:
        hint = "`git log --all --stat -- records` shows when it went or changed; bring it back as it was"
        yield Problem(("previous",), f"no certificate here has the digest {card.previous}", hint)


@CHECKLISTS.rule(
    126, "Two certificates after one", Severity.NOTE, of="certificate", whole=True,
    good="""
m@1.0.0: {stage: destroyed}
records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml:
  {card: certificate/1, ref: m@1.0.0, on: 2029-12-30, by: ada, previous: null,
   places: [{place: /srv/m.onnx, looked_on: 2029-12-30, result: gone}]}
""",
    bad="""
m@1.0.0: {stage: destroyed}
records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml:
  {card: certificate/1, ref: m@1.0.0, on: 2029-12-30, by: ada, previous: null,
   places: [{place: /srv/m.onnx, looked_on: 2029-12-30, result: gone}]}
records/models/m/1.0.0/2029-12-31-certificate-22222222.yaml:
  {card: certificate/1, ref: m@1.0.0, on: 2029-12-31, by: ada, previous: null,
   places: [{place: /srv/m.onnx, looked_on: 2029-12-31, result: gone}]}
""",
)  # fmt: skip
def forked_chain(card: Certificate, ctx: Context) -> Iterator[Problem]:
    """Two people who destroy two versions on two branches each go on from the same certificate. Both are right; but
    the next one follows on the newer, and nothing shows any more if the other is taken away. Its commit, and its
    signature where it has one, still do.
    """
    same = chain_of(ctx.registry, ctx.entry.home).follows(ctx.entry)
    if len(same) > 1 and ctx.entry.file != same[0].file:
        others = listed([entry.file for entry in same if entry.file != ctx.entry.file])
        said = "both follow on the same certificate" if card.previous else "both say that they are the first"
        yield Problem(
            ("previous",), f"this one and {others}: {said}", "a merge does that; sign both, so that both stay"
        )


@CHECKLISTS.rule(
    127, "Certificate that was changed", Severity.ERROR, of="certificate",
    good="""
m@1.0.0: {stage: destroyed}
records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml:
  {card: certificate/1, ref: m@1.0.0, on: 2029-12-30, by: ada,
   places: [{place: /srv/m.onnx, looked_on: 2029-12-30, result: gone}]}
""",
    bad="""
m@1.0.0: {stage: destroyed}
records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml:
  {card: certificate/1, ref: m@1.0.0, on: 2029-12-30, by: ada, previous: null, tool: steward 0.6.0,
   places: [{place: /srv/m.onnx, looked_on: 2029-12-30, result: gone}]}
""",
)  # fmt: skip
def changed(card: Certificate, ctx: Context) -> Iterator[Problem]:
    """The last part of a record's name is from its bytes, and a certificate is never edited.

    Only what steward issued is judged, which names the tool: who writes one by hand may call it as they like.
    """
    if not card.knows("previous", "tool"):
        return
    named = ctx.entry.file.removesuffix(".yaml").rpartition("-")[2]
    if not digest_of(ctx.entry.text).partition(":")[2].startswith(named):
        hint = "`git log -p` on the file shows what was edited; bring it back as it was issued"
        yield Problem((), f"its bytes do not have the digest {named} of its name", hint)


@CHECKLISTS.rule(
    128, "Erasure or look that ended before it began", Severity.WARNING, of="erasure verification",
    good="""
m@1.0.0: {stage: retired}
records/models/m/1.0.0/2029-12-30-verification-11111111.yaml:
  {card: verification/1, ref: m@1.0.0, on: 2029-12-30, by: ada,
   started: '2029-12-30T10:00:00+01:00', finished: '2029-12-30T09:05:00Z',
   places: [{place: /srv/m.onnx, looked_on: 2029-12-30, result: gone}]}
""",
    bad="""
m@1.0.0: {stage: retired}
records/models/m/1.0.0/2029-12-30-verification-11111111.yaml:
  {card: verification/1, ref: m@1.0.0, on: 2029-12-30, by: ada,
   started: '2029-12-30T10:00:00+01:00', finished: '2029-12-30T08:55:00Z',
   places: [{place: /srv/m.onnx, looked_on: 2029-12-30, result: gone}]}
""",
)  # fmt: skip
def backwards(card: Erasure | Verification, ctx: Context) -> Iterator[Problem]:
    """A clock that was put back, or two that disagree: whether something was looked at before or after it was erased is
    told by these moments.
    """
    started, finished = instant(card.started), instant(card.finished)
    if started and finished and finished < started:
        hint = "see to the clock of that machine, and look again: a later look settles it"
        yield Problem(("finished",), f"it ended at {card.finished}, before it began", hint)
