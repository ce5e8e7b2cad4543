"""Where does the time of a study go? The demo's two studies, stage by stage."""

import tempfile
from pathlib import Path

from benchmarks.watch import Watch
from outcomelab.demo.run import earnings, reoffending


def main() -> None:
    """Print seconds by stage for both studies."""
    for name, study in (("earnings", earnings), ("reoffending", reoffending)):
        watch = Watch()
        with tempfile.TemporaryDirectory() as folder:
            study(Path(folder), progress=watch)
            watch.end()
        print(name, "  ".join(f"{stage} {taken.seconds:.2f}" for stage, taken in watch.stages.items()))


if __name__ == "__main__":
    main()
