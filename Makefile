# Every target does its own set-up: Debian packages, the embedded broker, the build.
#   make demo    a live shop in the terminal        make test    every check there is

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help build release test demo run bench docs format lint clean packages broker

SWIFT_FLAGS := --explicit-target-dependency-import-check error
# Calls between the rooms are inlined when the program is linked; the compiler sees one room at a
# time. 8 % less time in the stages.
RELEASE_FLAGS := -c release --experimental-lto-mode full $(SWIFT_FLAGS)
# The embedded broker. PLAUDIT_NOIDA is the binary itself: the script that its wheel puts on the path
# does not pass signals on.
NOIDA_DB_VERSION := 0.2.3
export PLAUDIT_NOIDA := $(CURDIR)/.venv/noida-db-$(NOIDA_DB_VERSION)

PACKAGES := pkg-config librdkafka-dev libxxhash-dev libyaml-dev libutf8proc-dev python3-venv
# The tests start a real Kafka where KAFKA_HOME says one is; it needs Java.
ifdef KAFKA_HOME
ifeq ($(shell command -v java),)
PACKAGES += openjdk-17-jre-headless
endif
endif

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: packages ## the debug build, with its tests
	swift build --build-tests $(SWIFT_FLAGS)

release: packages ## .build/release/plaudit
	swift build $(RELEASE_FLAGS) --product plaudit

test: build broker ## builds, then runs every test (KAFKA_HOME=… adds those on a real Kafka)
	swift test --skip-build

demo: release broker ## a live shop, its processor and a leaderboard in this terminal
	@exec "$$(swift build -c release --show-bin-path)/plaudit" demo $(ARGS)

run: release ## the processor (ARGS="--workers 2" …)
	@exec "$$(swift build -c release --show-bin-path)/plaudit" run $(ARGS)

bench: packages ## the reference job against the floor, on a real Kafka (KAFKA_HOME; ORDERS=100000)
	swift build $(RELEASE_FLAGS) --product plaudit
	swift build $(RELEASE_FLAGS) --product plaudit-bench
	@export KAFKA_HOME="$${KAFKA_HOME:-$$(cd ../shared/kafka 2>/dev/null && pwd || true)}"; \
	exec "$$(swift build -c release --show-bin-path)/plaudit-bench" reference \
	    --orders $(or $(ORDERS),1000000) $(ARGS)

docs: build ## writes docs/measures.md and the examples of docs/rules anew
	UPDATE_DOCS=1 swift test --skip-build --filter 'MeasuresPageTests|RulePageTests'

format: ## formats every source in place
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks

lint: ## the format, and what the formatter cannot mend
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks

clean: ## removes what was built and downloaded
	rm -rf .build .venv

packages:
	@missing=; for package in $(PACKAGES); do \
	    dpkg-query -W -f '$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' \
	        || missing+=" $$package"; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	install="apt-get install -y --no-install-recommends$$missing"; \
	if ! command -v apt-get >/dev/null; then \
	    echo "missing:$$missing (Debian's names; install your system's packages of them)" >&2; \
	    exit 1; \
	elif [ "$$(id -u)" = 0 ]; then run=; \
	elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then run=sudo; \
	else echo "type this, then try again:  sudo $$install" >&2; exit 1; fi; \
	echo "installing:$$missing"; \
	$$run apt-get update -q >/dev/null; \
	$$run env DEBIAN_FRONTEND=noninteractive $$install

broker: $(PLAUDIT_NOIDA)

$(PLAUDIT_NOIDA): | packages
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check noida-db==$(NOIDA_DB_VERSION)
	binary=$$(.venv/bin/python -c 'from importlib.resources import files; print(files("noida_db"))')/noida-db; \
	chmod +x "$$binary"; ln -sf "$$binary" $@
