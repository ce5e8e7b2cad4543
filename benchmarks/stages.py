"""Where does the time of a study go? The demo's two studies, stage by stage."""

import tempfile
import time
from pathlib import Path

from outcomelab.demo.run import earnings, reoffending


def main() -> None:
    """Print seconds by stage for both studies."""
    for name, study in (("earnings", earnings), ("reoffending", reoffending)):
        spent: dict[str, float] = {}
        last = ["start", time.monotonic()]

        def note(stage: str, words: str, spent: dict[str, float] = spent, last: list = last) -> None:  # noqa: ARG001
            now = time.monotonic()
            spent[last[0]] = spent.get(last[0], 0.0) + now - last[1]
            last[:] = [stage, now]

        with tempfile.TemporaryDirectory() as folder:
            study(Path(folder), progress=note)
            note("end", "")
        print(name, "  ".join(f"{stage} {seconds:.2f}" for stage, seconds in spent.items() if stage != "start"))


if __name__ == "__main__":
    main()
