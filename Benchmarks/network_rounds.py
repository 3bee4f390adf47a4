"""What networks.py and layers.py share: rounds of Winnow and its peers, the table, the results.

Each peer runs in a process of its own; the rounds go through all programs one after the other, on the
same events, batch, epochs, optimizer (Adam, 0.001) and threads. The first epoch of each round warms up
and is not timed. Tables show medians over the rounds, and beside each time the mean cross entropy that
the trained network has on the events: a ratio without equal loss does not count. Beside the time on
the clock stands the processor time of all threads, which other programs on the machine disturb less.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

import environment

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PACKAGES = ["numpy", "torch", "onnx", "onnxruntime"]
OPTIONAL = {"tensorflow-cpu": "keras"}
PEERS = ["torch", "torch_compiled", "keras", "onnxruntime"]
# Name, key, place (clock or processor), factor, digits.
COLUMNS = [("train µs", "train", 0, 1e6, 3), ("cpu", "train", 1, 1e6, 3), ("apply ns", "apply", 0, 1e9, 1),
           ("cpu", "apply", 1, 1e9, 1), ("one µs", "one", 0, 1e6, 2), ("cpu", "one", 1, 1e6, 2)]
# How much larger than the best peer's a loss may be to be called equal.
LOSS_MARGIN = 0.02


def arguments(summary, cases, **defaults):
    parser = argparse.ArgumentParser(description=summary)
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--threads", type=int, default=min(2, len(os.sched_getaffinity(0))))
    parser.add_argument("--case", dest="cases", action="append", choices=cases, help="all where not given")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=PEERS)
    parser.add_argument("--winnow", type=Path, help="a program built before")
    options = parser.parse_args()
    options.cases = options.cases or list(cases)
    return options


class Peer:
    """A peer's process, which waits between its rounds."""

    def __init__(self, name, job):
        command = [sys.executable, str(HERE / "peers" / "networks.py"), name, str(job)]
        self.log = job.with_name(f"{name}.log")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        self.missing = self.answer().get("missing")

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(self.log.read_text())
        return json.loads(line)

    def round(self):
        print(file=self.process.stdin, flush=True)
        return self.answer()

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def rounds(name, case, options, program, x, labels):
    """Answers of each program, by name, one for each round."""
    work = HERE / ".build" / "networks"
    work.mkdir(parents=True, exist_ok=True)
    files = {key: str(work / key) for key in ("columns", "labels")}
    files |= {key: str(work / f"{key}.npy") for key in ("rows", "classes")}
    x.T.copy().tofile(files["columns"])
    labels.tofile(files["labels"])
    np.save(files["rows"], x)
    np.save(files["classes"], labels)
    settings = {key: getattr(options, key) for key in ("epochs", "threads", "applied")}
    job = work / "job.json"
    job.write_text(json.dumps(case["job"] | files | settings | {"inputs": x.shape[1]}))
    peers = {}
    for label in options.peers:
        if label not in case.get("without", ()):
            peers[label] = Peer(label, job)
            if peers[label].missing:
                print(f"{label} is left out: {peers.pop(label).missing}", flush=True)

    def winnow():
        return json.loads(subprocess.run(
            [program, job], check=True, capture_output=True, text=True).stdout)

    programs = {"winnow": winnow} | {label: peer.round for label, peer in peers.items()}
    answers = {label: [] for label in programs}
    for number in range(options.rounds):
        for label, run in programs.items():
            print(f"{name}: round {number + 1} of {options.rounds}, {label}", flush=True)
            answers[label].append(plain(run()))
    for peer in peers.values():
        peer.end()
    return answers


def plain(answer):
    """Our program names the two times; the peers do not."""
    return {key: [value["wall"], value["processor"]] if isinstance(value, dict) else value
            for key, value in answer.items()}


def summary(answers):
    """Medians over the rounds."""
    keys = answers[0].keys()
    middle = lambda key: ([median(a[key][i] for a in answers) for i in range(2)]
                          if isinstance(answers[0][key], list) else median(a[key] for a in answers))
    return {key: middle(key) for key in keys}


def ratios(results):
    """Ours over the fastest peer's, on the clock and of the processor, with that peer's name."""
    found = {}
    for key in ("train", "apply", "one"):
        peers = {label: row[key] for label, row in results.items() if label != "winnow" and key in row}
        if peers:
            fastest = min(peers, key=lambda label: peers[label][0])
            found[key] = {"fastest": fastest, "clock": results["winnow"][key][0] / peers[fastest][0],
                          "processor": results["winnow"][key][1] / min(t[1] for t in peers.values())}
    return found


def table(results):
    lines = ["| program | " + " | ".join(name for name, *_ in COLUMNS) + " | loss |",
             "|---|" + "---:|" * (len(COLUMNS) + 1)]
    for label, row in results.items():
        cells = [f"{row[key][place] * factor:.{digits}f}" if key in row else "–"
                 for _, key, place, factor, digits in COLUMNS]
        loss = f"{row['loss']:.4f}" if "loss" in row else "–"
        lines.append(f"| {label} | " + " | ".join(cells) + f" | {loss} |")
    return lines


def verdicts(results, goals):
    """What is aimed at, one line each."""
    lines = []
    for key, ratio in ratios(results).items():
        lines.append(f"- {key}: {ratio['clock']:.2f} of {ratio['fastest']}, the fastest; processor time "
                     f"{ratio['processor']:.2f} of the least (wanted: ≤ {goals.get(key, '–')})")
    losses = [row["loss"] for label, row in results.items() if label != "winnow" and "loss" in row]
    if losses:
        ours = results["winnow"]["loss"]
        word = "equal" if ours <= min(losses) * (1 + LOSS_MARGIN) else "NOT equal"
        lines.append(f"- loss after equal epochs: {ours:.4f}, the best peer's {min(losses):.4f}: {word}")
    return lines


def compare(script, cases, events, options):
    """Runs the cases, prints as it goes, writes results/SCRIPT.md and .json."""
    program = (options.winnow or environment.build("winnow-bench-networks")).resolve()
    settings = {key: getattr(options, key) for key in ("events", "epochs", "rounds", "threads", "applied")}
    report, text = {}, []
    for name in options.cases:
        case = cases[name]
        answers = rounds(name, case, options, program, *events(options.events, case))
        results = {label: summary(rows) for label, rows in answers.items()}
        extra = case.get("figures", lambda *_: [])(results, options)
        part = [f"## {name}, batch {case['job']['batch']}", "", *table(results), "",
                *verdicts(results, case["goals"]), *extra, ""]
        print("\n".join(part), flush=True)
        text += part
        report[name] = {"programs": results, "ratios": ratios(results)}
    described = ", ".join(f"{key} {value}" for key, value in settings.items())
    heading = [f"# {script}", "", f"For one event; medians. {described}.", ""]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{script}.md").write_text("\n".join([*heading, *text]))
    (RESULTS / f"{script}.json").write_text(
        json.dumps({"settings": settings, "cases": report}, indent=2) + "\n")


def start():
    """Goes on inside the peers' environment."""
    environment.enter(PACKAGES, PACKAGES, OPTIONAL)
    global np
    import numpy as np
