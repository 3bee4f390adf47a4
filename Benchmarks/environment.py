"""What the comparisons share: the virtual environment of the peers, and the build of our programs."""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"


def enter(packages, modules):
    """Runs the calling script again inside the virtual environment, made where it is missing.

    `packages` are installed from PyPI unless all `modules` can be imported already.
    """
    python = VENV / "bin" / "python"
    if Path(sys.prefix) == VENV:
        return
    if not python.exists():
        venv.create(VENV, with_pip=True)
    probe = [str(python), "-c", "import " + ", ".join(modules)]
    if subprocess.run(probe, stderr=subprocess.DEVNULL).returncode:
        subprocess.run([str(python), "-m", "pip", "install", "-q", *packages], check=True)
    os.execv(python, [str(python), *sys.argv])


def build(product):
    """Builds one of our benchmark programs; returns its path."""
    subprocess.run(
        ["swift", "build", "-c", "release", "-Xcc", "-march=native", "--package-path", str(HERE),
         "--product", product], check=True, stdout=subprocess.DEVNULL)
    return HERE / ".build" / "release" / product
