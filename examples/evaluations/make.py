"""Make these reports again, with the tools themselves: `python examples/evaluations/make.py ENVS [TOOL …]`.

ENVS is a folder for the tools' environments, some 2 GB; those that are there are used. Each tool is run in an empty
folder, by its script in `making/`. Seeds and days are fixed, so that what comes out is what lies here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).parent
CLOCK = "time-machine==3.6.0"
TOOLS = {
    "evidently": ["evidently==0.7.23", "pandas<3"],
    "scikit_learn": ["scikit-learn==1.7.2"],
    "inspect": ["inspect-ai==0.3.285", CLOCK],
    "lm_eval": ["lm-eval==0.4.13", CLOCK],
    "hub": ["huggingface_hub==2.4.0", "pyyaml"],
}
QUIET = {"HF_HUB_OFFLINE": "1", "DO_NOT_TRACK": "1", "INSPECT_DISPLAY": "none"}
SAME = {"PYTHONHASHSEED": "0", "USER": "evaluation-job", "LOGNAME": "evaluation-job"}
TIMED = "total_evaluation_time_seconds"
"""How long the machine took, which lm-eval tells by a clock of its own."""


def python_of(tool: str, envs: Path) -> Path:
    """The Python of a tool's environment, which is made where it is not there."""
    env = envs / tool
    if not env.exists():
        venv.create(env, with_pip=True)
        subprocess.run([env / "bin" / "pip", "install", "--quiet", *TOOLS[tool]], check=True)
    return env / "bin" / "python"


def run(tool: str, envs: Path, out: Path) -> None:
    """Have a tool make its reports in `out`."""
    with tempfile.TemporaryDirectory() as place:
        env = {**os.environ, **QUIET, **SAME, "HOME": place}
        script = HERE / "making" / f"with_{tool}.py"
        subprocess.run([python_of(tool, envs), script, out], cwd=place, env=env, check=True)


def scrubbed(path: Path) -> str:
    """A report without what it says of the machine it was made on."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        value = json.loads(text)
        if TIMED in value:
            value[TIMED] = None
        text = json.dumps(value, indent=1) + "\n"
    return re.sub(r"(?:file://)?/(?:tmp|root|home|usr|var)/[^\s\"',:]*", "/srv/evaluations", text)


def main(envs: Path, *tools: str) -> None:
    for tool in tools or TOOLS:
        with tempfile.TemporaryDirectory() as place:
            run(tool, envs.resolve(), Path(place))
            for path in sorted(Path(place).rglob("*")):
                if path.is_file():
                    kept = HERE / path.relative_to(place)
                    kept.parent.mkdir(exist_ok=True)
                    kept.write_text(scrubbed(path), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
