"""Results of lm-evaluation-harness: which paragraph of a policy answers a question.

Questions and policies are invented. The harness's dummy model stands in for bert-small-embedding: it guesses.
"""

from __future__ import annotations

import json
import sys
from itertools import product
from pathlib import Path

from lm_eval.__main__ import cli_evaluate

import story

TOPICS = (
    "visitors", "badges", "hand washing", "leave", "parking", "fire doors", "photos", "gifts", "spills", "keys",
    "overtime", "laundry", "interpreters", "pets", "smoking", "lockers", "volunteers", "meals", "deliveries", "alarms",
    "uniforms", "waste", "oxygen", "lost property", "social media",
)  # fmt: skip
ASKED = {
    "Who decides about {}?": "The head of the unit decides about {}.",
    "Where are {} reported?": "All that concerns {} is reported to the front office.",
    "How often is the policy on {} reviewed?": "The policy on {} is reviewed each year in March.",
    "Who must know the policy on {}?": "The policy on {} holds for staff, students and contractors.",
}
TASK = """\
task: policy-questions
dataset_path: json
dataset_kwargs:
  data_files: {test: questions.jsonl}
test_split: test
output_type: multiple_choice
doc_to_text: "{{question}}"
doc_to_choice: "{{paragraphs}}"
doc_to_target: answer
process_results: !function scoring.right_paragraph
metric_list:
  - {metric: right_paragraph_share, aggregation: mean, higher_is_better: true}
metadata: {version: 1.0}
"""
SCORING = """\
def right_paragraph(doc, results):
    likeliest = max(range(len(results)), key=lambda i: results[i][0])
    return {"right_paragraph_share": float(likeliest == doc["answer"])}
"""


def questions() -> str:
    """Each question with the four paragraphs on its topic, one of which answers it."""
    rows = [
        {"question": asked.format(topic), "paragraphs": [one.format(topic) for one in ASKED.values()], "answer": i}
        for topic, (i, asked) in product(TOPICS, enumerate(ASKED))
    ]
    return "".join(json.dumps(row) + "\n" for row in rows)


def main(out: Path) -> None:
    tasks = Path("tasks")
    tasks.mkdir()
    (tasks / "policy.yaml").write_text(TASK, encoding="utf-8")
    (tasks / "scoring.py").write_text(SCORING, encoding="utf-8")
    Path("questions.jsonl").write_text(questions(), encoding="utf-8")
    sys.argv = ["lm_eval", "--model", "dummy", "--include_path", "tasks", "--tasks", "policy-questions",
                "--output_path", "results", "--seed", "3"]  # fmt: skip
    with story.on("2026-11-12T17:00:00+00:00", 3):
        cli_evaluate()
    (found,) = Path("results").rglob("results_*.json")
    found.rename(out / "policy-questions-bert-small-embedding.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
