# One line a door. `make run` for people, `make test` for newcomers and CI; the rest are longer lanes.
# Each target sets up what it needs; what is there already is left alone.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check accept evaluate bench torture soak package package-test sbom pictures types model ui

STARTER := target/models/smollm2-135m-instruct-q4_1.gguf
WORKSPACE ?= $(HOME)/Mythline-sample
export MYTHLINE_STARTER_MODEL ?= $(CURDIR)/$(STARTER)
export CARGO_TERM_COLOR ?= auto

help:
	@echo 'make run      the window on sample notes; without a display, the sample story in the terminal'
	@echo 'make test     everything a change must pass'
	@echo 'make check    format, lints, licences and types alone'
	@echo 'make accept   nine real stories by the real model, held to their figures; one by a real server; exports opened by others'
	@echo 'make evaluate a story of each labelled set of notes, held against what people wrote down of it'
	@echo 'make bench    the figures, as a table and in target/bench/summary.json'
	@echo 'make torture  the engine killed and cut off from power thousands of times, parsers fed damage'
	@echo 'make soak     mixed use played fast for twenty minutes: what is lost, and what grows'
	@echo 'make package  .deb and .rpm with both programs and the starter model, in target/package'
	@echo 'make package-test the .deb in a clean Debian: installed, the sample story, the window, removed again'
	@echo 'make sbom     what is built in, as CycloneDX, in target/package/sbom.json'
	@echo 'make pictures the README'"'"'s pictures anew, from the real window'
	@echo 'make types    writes anew what is made from the Rust types: those of the window, and the schemas of files'

run:
	@.ci/setup/system build
	@$(MAKE) --no-print-directory model ui
	@cargo build --release --quiet -p mythline-desktop -p mythline-cli
	@.ci/setup/open '$(WORKSPACE)'

test: check
	cargo build --workspace --all-targets --locked
	cargo nextest run --workspace --locked
	cargo test --doc --workspace --locked --quiet
	npm --prefix ui test
	npm --prefix ui run test:ui

check:
	@.ci/setup/system build test
	@.ci/setup/tools
	@.ci/setup/python
	@$(MAKE) --no-print-directory model ui
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --workspace --locked --quiet
	target/tools/bin/cargo-deny --locked check --hide-inclusion-graph licenses bans sources
	@.ci/advisories
	npm --prefix ui run check
	npm --prefix ui run check:licences
	cargo nextest run -p mythline-protocol --features ts --locked

accept:
	@.ci/setup/system build test accept
	@.ci/setup/tools
	@$(MAKE) --no-print-directory model ui
	@.ci/setup/plain-server
	cargo test --release --locked -p mythline-tests --test accept -- --nocapture --test-threads=1
	cargo test --release --locked -p mythline-tests --test real_server -- --nocapture --test-threads=1

# Only what is not written yet is written. MYTHLINE_EVALUATE_MODEL=/path/to/model.gguf for another than the starter.
evaluate:
	@.ci/setup/system build
	@$(MAKE) --no-print-directory model
	cargo test --release --locked -p mythline-tests --test evaluate -- --include-ignored --nocapture --test-threads=1

bench:
	@.ci/setup/system build test
	@$(MAKE) --no-print-directory model ui
	cargo build --release --locked -p mythline-desktop -p mythline-cli
	cargo bench --locked -p mythline-tests --bench figures

torture:
	@.ci/setup/system build
	cargo test --locked -p mythline-jobs --test torture
	rm -f target/bench/parts/fuzz.json
	cargo test --locked --workspace --lib fuzz -- --ignored --nocapture

soak:
	@.ci/setup/system build
	cargo test --release --locked -p mythline-tests --test soak

package:
	@.ci/setup/system build package
	@$(MAKE) --no-print-directory model ui
	.ci/package

package-test: package
	@.ci/setup/system package-test
	tests/package/clean-root

sbom: ui/node_modules/.installed
	@mkdir -p target/package
	src-tauri/package/sbom.py "$$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)" \
	  "$$(rustc -vV | sed -n 's/^host: //p')" mythline-desktop mythline-cli >target/package/sbom.json
	@echo target/package/sbom.json

# As the test of a writer's first evening sees them.
pictures:
	@.ci/setup/system build test
	@$(MAKE) --no-print-directory model ui
	cargo nextest run --workspace --locked -E 'binary(=window) & test(from_the_first_start)'
	for picture in writing new-story read files; do \
	  install -D -m 0644 target/screens/window/*-$$picture.png docs/pictures/$$picture.png; \
	done

types:
	MYTHLINE_WRITE_TYPES=1 cargo test -p mythline-protocol --features ts --quiet
	MYTHLINE_WRITE_SCHEMAS=1 cargo test -p mythline-tests --test schema --quiet as_the_code

model: $(STARTER)

$(STARTER):
	@.ci/setup/starter-model $@

ui: ui/dist/index.html

# The lock file stands for node_modules, which npm does not date usefully.
ui/node_modules/.installed: ui/package-lock.json
	npm --prefix ui ci --no-audit --no-fund
	@touch $@

ui/dist/index.html: ui/node_modules/.installed ui/package.json ui/vite.config.ts ui/index.html $(shell find ui/src ui/public -type f 2>/dev/null | sed 's/ /\\ /g')
	npm --prefix ui run build
	@touch $@
