"""What a finding is known by from one run to the next, so that a program can tell new ones from old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from modelsteward.domain.findings import Finding


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One for each finding, all different.

    Made of the rule, the file, its ref and the keys that lead to the place, never of a line's number, nor of the
    message, which may count days. Where no key leads to the place, the line's own text stands in.
    """
    seen: Counter[str] = Counter()
    prints = []
    for finding in findings:
        identity = repr((finding.code, finding.file, finding.ref, finding.path or finding.place.text.strip()))
        seen[identity] += 1
        prints.append(sha256(f"{identity} {seen[identity]}".encode("utf-8", "backslashreplace")).hexdigest()[:32])
    return prints
