"""Two logs of Inspect AI: drafted visit notes, and how many of their statements the recording does not support.

Visits and drafts are invented. Inspect's mock model stands in for both models: it repeats what was said in the visit,
and adds what was not at a rate of our choosing. Nothing here was said by gpt-5.1 or claude-sonnet-4-6.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

from inspect_ai import Task, eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import Score, mean, scorer, stderr
from inspect_ai.solver import generate

import story

VISITS = 120
RUNS = (
    # model, when it ran, statements that it adds to a note on average, seed
    ("gpt-5.1", "2026-10-20T17:00:00+00:00", 0.12, 11),
    ("claude-sonnet-4-6", "2026-12-10T17:00:00+00:00", 0.07, 12),
)
SAID = (
    "Cough for two weeks.", "No fever.", "Takes lisinopril every morning.", "Does not smoke.", "Sleeps badly.",
    "Lost three pounds since spring.", "Walks a mile a day.", "No chest pain.", "Knee hurts on stairs.",
    "Allergic to penicillin.", "Had the flu shot in October.", "Mother had diabetes.",
)  # fmt: skip
NOT_SAID = ("Denies alcohol.", "Lungs are clear.", "Takes metformin.", "Fever of 101.", "No known allergies.")


def visits() -> MemoryDataset:
    rng = random.Random(1)
    samples = [Sample(id=f"visit-{i:03}", input="\n".join(rng.sample(SAID, 6))) for i in range(1, VISITS + 1)]
    return MemoryDataset(samples, name="120 invented visits")


def drafts(model: str, rate: float, seed: int) -> Any:
    """The mock model: a note of what was said, with now and then a statement more."""
    rng = random.Random(seed)

    def draft(messages: Any, *_: Any) -> ModelOutput:
        added = sum(rng.random() < rate / 3 for _ in range(3))
        note = "\n".join([*messages[-1].text.splitlines()[:5], *rng.sample(NOT_SAID, added)])
        output = ModelOutput.from_content(f"mockllm/{model}", note)
        output.usage = ModelUsage(input_tokens=60, output_tokens=50, total_tokens=110)  # else a tokenizer is fetched
        return output

    return get_model(f"mockllm/{model}", custom_outputs=draft)


@scorer(metrics=[mean(), stderr()])
def unsupported_statements() -> Any:
    """How many statements of a note are not in the recording."""

    async def score(state: Any, target: Any) -> Score:
        said = set(state.input_text.splitlines())
        return Score(value=sum(line not in said for line in state.output.completion.splitlines()))

    return score


def main(out: Path) -> None:
    for model, moment, rate, seed in RUNS:
        task = Task(dataset=visits(), solver=generate(), scorer=unsupported_statements(), name="notes-faithfulness")
        with story.on(moment, seed):
            (log,) = eval(
                task, model=drafts(model, rate, seed), log_dir=model, log_format="json", display="none",
                log_samples=False, max_samples=1,
            )  # fmt: skip
        Path(str(log.location).removeprefix("file://")).rename(out / f"notes-{model}.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
