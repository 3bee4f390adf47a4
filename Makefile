# Winnow: build, try, test, measure.

MARCH   ?= native
FLAGS    = -c release -Xcc -march=$(MARCH)
PREFIX  ?= /usr/local
EVENTS  ?= 100000
DEMO    ?= runs/demo
WINNOW   = .build/release/winnow

.PHONY: build demo test fuzz bench gallery docs install packages clean

build: packages
	swift build $(FLAGS)

# The main jobs on generated data: five methods on simulated Higgs events, and the energy of photons with
# its resolution; tables and reports.
demo: build
	@mkdir -p runs/data
	$(WINNOW) generate higgs --events $(EVENTS) --seed 1 --output runs/data/higgs.h5
	$(WINNOW) train analyses/higgs.yaml --output $(DEMO) --overwrite
	$(WINNOW) generate calorimeter --events $(EVENTS) --seed 1 --output runs/data/calorimeter.h5
	$(WINNOW) train analyses/energy.yaml --output $(DEMO)-energy --overwrite
	@echo "The reports: $(CURDIR)/$(DEMO)/report.html and $(CURDIR)/$(DEMO)-energy/report.html"

test: packages
	swift test $(FLAGS) --disable-testable-imports

# Damaged ROOT files under the address sanitizer; other ones each day, the same ones for one SEED.
SECONDS ?= 60
SEED    ?= $(shell date +%Y%j)
FUZZ     = .build/fuzz
fuzz: packages
	swift build $(FLAGS) --sanitize=address --scratch-path $(FUZZ) --product winnow-fuzz-root
	cd $(FUZZ) && ASAN_OPTIONS=detect_leaks=0:malloc_context_size=0:max_allocation_size_mb=256 \
	  release/winnow-fuzz-root $(CURDIR)/Tests/WinnowROOTDamage/Originals --seed $(SEED) --seconds $(SECONDS)

# Against the peers, which are installed from PyPI into Benchmarks/.venv.
bench: build
	Benchmarks/run

# The pictures that the README shows.
gallery: build
	plots/make-gallery $(WINNOW)

docs: build
	mkdir -p .build/docs
	$(WINNOW) describe --markdown > .build/docs/options.md
	WINNOW_DOCS=1 swift package --allow-writing-to-directory .build/docs/api \
	  generate-documentation --target WinnowAnalysis --output-path .build/docs/api
	@echo "Written to .build/docs"

# One executable with Swift's runtime inside; the C libraries stay shared.
install: packages
	swift build $(FLAGS) --static-swift-stdlib --scratch-path .build/static --product winnow
	install -s -D .build/static/release/winnow $(DESTDIR)$(PREFIX)/bin/winnow

packages:
	@.ci/packages

clean:
	rm -rf .build runs
