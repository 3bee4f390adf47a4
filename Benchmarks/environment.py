"""What the comparisons share: the virtual environment of the peers, and the build of our programs."""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"


def enter(packages, modules, optional={}):
    """Runs the calling script again inside the virtual environment, made where it is missing.

    `packages` are installed from PyPI unless all `modules` can be imported already; `optional` ones, with
    the module that each brings, where they can be had.
    """
    python = VENV / "bin" / "python"
    if Path(sys.prefix) == VENV:
        return
    if not python.exists():
        venv.create(VENV, with_pip=True)
    has = lambda names: not subprocess.run(
        [str(python), "-c", "import importlib.util as u, sys; "
         "sys.exit(not all(map(u.find_spec, sys.argv[1:])))", *names]).returncode
    install = [str(python), "-m", "pip", "install", "-q"]
    if not has(modules):
        subprocess.run([*install, *packages], check=True)
    for package, module in optional.items():
        if not has([module]) and subprocess.run([*install, package]).returncode:
            print(f"{package} cannot be installed and is left out", file=sys.stderr)
    os.execv(python, [str(python), *sys.argv])


def build(product):
    """Builds one of our benchmark programs; returns its path."""
    subprocess.run(
        ["swift", "build", "-c", "release", "-Xcc", "-march=native", "--package-path", str(HERE),
         "--product", product], check=True, stdout=subprocess.DEVNULL)
    return HERE / ".build" / "release" / product
