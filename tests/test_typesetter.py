"""WeasyPrint is loaded without a compiler's help, and has all its libraries all the same."""

import subprocess
import sys
from pathlib import Path

LOADED = """
import ctypes.util, sys
before = ctypes.util.find_library
started = []
sys.addaudithook(lambda event, args: started.append(args) if event == "subprocess.Popen" else None)
import edition.typesetter
from weasyprint.text import ffi
assert ctypes.util.find_library is before
names = ("gobject", "pango", "harfbuzz", "harfbuzz_subset", "fontconfig", "pangoft2")
# Other systems search as they do.
assert not started or sys.platform != "linux"
print(*(name for name in names if getattr(ffi, name) is None))
"""


def test_no_program_is_asked_for_the_libraries_and_all_are_found() -> None:
    top = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd=top)
    assert done.stdout.split() == []
