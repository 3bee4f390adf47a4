#!/usr/bin/env python3
"""Allocations of memory while trees grow: they must not become more with the number of leaves.

usage: trees_allocations.py [--events N] [--threads N]

Counts the calls of malloc, calloc, realloc and posix_memalign of winnow-bench-trees through a preloaded
library (compiled here with cc), for 10 and for 60 trees; the difference over 50 is that of one tree, start
and evaluation aside.
"""

import argparse
import os
import pathlib
import subprocess

from environment import HERE, build, enter

SCRATCH = HERE / "results" / "allocations"
COUNTER = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
static atomic_long calls;
void *malloc(size_t n) { calls++; return __libc_malloc(n); }
void *calloc(size_t m, size_t n) { calls++; return __libc_calloc(m, n); }
void *realloc(void *p, size_t n) { calls++; return __libc_realloc(p, n); }
int posix_memalign(void **p, size_t a, size_t n) {
  calls++;
  return (*p = __libc_memalign(a, n)) ? 0 : ENOMEM;
}
__attribute__((destructor)) static void report(void) { fprintf(stderr, "allocations %ld\n", calls); }
"""
SHAPES = {
    "15 leaves": dict(leaves=15), "63 leaves": dict(leaves=63), "255 leaves": dict(leaves=255),
    "depth 8": dict(leaves=255, depth=8),
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def counter():
    source, library = SCRATCH / "counter.c", SCRATCH / "counter.so"
    source.write_text(COUNTER)
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
    return library


def calls(binary, library, files, settings):
    words = [f"{key}={value}" for key, value in settings.items()]
    result = subprocess.run(
        [binary, "train", *files, SCRATCH / "scores.f32", *words], check=True, capture_output=True,
        text=True, env={**os.environ, "LD_PRELOAD": str(library)})
    return int(result.stderr.split("allocations ")[-1])


def main():
    options = arguments()
    enter(["numpy"], ["numpy"])
    from trees import events

    binary = build("winnow-bench-trees")
    SCRATCH.mkdir(parents=True, exist_ok=True)
    library, files = counter(), [SCRATCH / "train.f32", SCRATCH / "test.f32"]
    for path, rows in zip(files, (options.events, 1000)):
        x, y = events(rows, 1)
        with pathlib.Path(path).open("wb") as out:
            x.tofile(out)
            y.tofile(out)
    print(f"allocations per tree, {options.events} events × 28, {options.threads} threads")
    for name, shape in SHAPES.items():
        few, many = (calls(binary, library, files, dict(shape, trees=trees, threads=options.threads))
                     for trees in (10, 60))
        print(f"{name}: {(many - few) / 50:.1f}", flush=True)


if __name__ == "__main__":
    main()
