"""What imposing costs beside pdfimpose: `python -m tests.bench.imposing [IN.pdf]`, five runs of each in turn, medians.

Without a PDF, 400 pages of prose are set for it. `edition impose` is to take at most a fifth, and less than 200 MB.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.cost import environment
from tests.printed import printed

RUNS = 5


def measured(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Return the seconds of processor time and the peak memory in MB of a process."""
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command}: ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "in.pdf"
        if len(sys.argv) == 1:
            given.write_bytes(printed(400))
        out = ["-o", str(folder / "out.pdf")]
        ours = [sys.executable, "-m", "edition", "impose", str(given), *out, "--force", "--quiet"]
        theirs = [sys.executable, "-m", "pdfimpose", "saddle", "-s", "2x1", "-g", "0", *out, str(given)]
        env = environment(folder)
        measured(ours, env)
        measured(theirs, env)
        runs = [(measured(ours, env), measured(theirs, env)) for _ in range(RUNS)]
    own, other = (median(run[n][0] for run in runs) for n in (0, 1))
    memory = max(run[0][1] for run in runs)
    print(f"edition impose  {own:5.2f} s   {memory:.0f} MB (less than 200)")
    print(f"pdfimpose       {other:5.2f} s   {other / own:.1f} times as long (at least 5)")


if __name__ == "__main__":
    main()
