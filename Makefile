# The commands of this project. `make` alone lists them.

# Passed on to the demonstration: make demo VEHICLES=100 MONTHS=24 ARGS=--offline
VEHICLES ?= 20
MONTHS ?= 12
ARGS ?=

# What installs the tests' system packages; `make test TOOLS=` leaves it out.
TOOLS ?= tools

# What `make check` runs, in this order. The feature combinations come last,
# because they end with test summaries.
CHECKS = format lint docs deny core-dependencies features

# .ci/run says --locked here, so that a stale Cargo.lock fails it.
LOCKED ?=

.DEFAULT_GOAL := help
.PHONY: help tools demo faults fifteen-years situations results bench schemas schemas-check stubs test test-python test-spark test-kotlin test-android bench-python bench-kotlin check ci list-checks $(CHECKS)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

demo: ## the whole network on this machine: 20 vehicles, 12 months, real MQTT over TLS
	cargo build $(LOCKED) --package network
	@cargo run $(LOCKED) --quiet --package network -- --vehicles $(VEHICLES) --months $(MONTHS) $(ARGS)

faults: ## a long proof: 200 vehicles, 24 months, cut connections, power losses, killed brokers
	cargo build $(LOCKED) --package network
	@cargo run $(LOCKED) --quiet --package network -- --faults --vehicles 200 --months 24 $(ARGS)
	@echo 'a broker that forgets what it acknowledged, and devices that send again (P-6.7):'
	@cargo run $(LOCKED) --quiet --package network -- --faults --forgetful-broker --resend-window 12 --vehicles 40 $(ARGS)
	@echo 'the same without sending again, and what that loses:'
	@cargo run $(LOCKED) --quiet --package network -- --faults --forgetful-broker --vehicles 40 $(ARGS)

fifteen-years: ## a long proof: 10,000 devices, 15 years, everything that goes wrong in the field
	cargo build $(LOCKED) --release --package fifteen-years
	@cargo run $(LOCKED) --release --quiet --package fifteen-years -- $(ARGS)

situations: ## what a year costs a device in eight situations, into examples/fifteen-years/results
	cargo run $(LOCKED) --release --quiet --package fifteen-years -- situations > examples/fifteen-years/results/situations.txt

privacy: ## what docs/privacy.md says, seen: VINs smuggled at every door, data erased, files searched
	cargo test $(LOCKED) --package iot4emissions-proto --all-features --test smuggling -- --nocapture
	cargo test $(LOCKED) --package network --all-features --test services -- smuggling
	cargo test $(LOCKED) --package network --all-features --test services -- erasure
	cargo test $(LOCKED) --package network --all-features --test services -- pseudonyms
	cargo test $(LOCKED) --package network --all-features --test run -- linkage

tools: ## the system packages that tests use (as root on Debian): Mosquitto, RabbitMQ, Chromium, Android's
	@sh .ci/tools
	@sh .ci/tools-android

test: $(TOOLS) ## all tests of the workspace; make tools first, unless told not to: make test TOOLS=
	@echo 'cargo fetches the crates that Cargo.lock names, pip and npm, where there is one, what'
	@echo 'bindings-python/tests and schemas/checks pin'
	@sh .ci/tools --missing
	@sh .ci/tools-android --missing
	@# Each part runs, whatever became of the one before.
	@failed=''; \
	cargo test $(LOCKED) --workspace --all-features --no-fail-fast || failed="$$failed cargo"; \
	for part in python spark kotlin kotlin-android schemas-check; do \
	    sh .ci/$$part || failed="$$failed $$part"; \
	done; \
	[ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }

test-python: ## part of make test: the Python package's wheel in a fresh virtual environment
	@sh .ci/python

test-spark: ## part of make test, after test-python: a million messages on Spark (needs Java)
	@sh .ci/spark

test-kotlin: ## part of make test: the Kotlin library on the JVM (needs Java 17 and Maven)
	@sh .ci/kotlin

test-android: ## part of make test: the Android app and library without Google's tools (needs aapt, ...)
	@sh .ci/kotlin-android

stubs: ## write the Python package's stubs, bindings-python/python/iot4emissions/_native.pyi
	@sh .ci/python stubs

schemas: ## write everything in schemas/
	cargo run $(LOCKED) --quiet --package schemas

schemas-check: ## what make test ends with: schemas, AsyncAPI, OpenAPI and the page in other hands (needs npm, Chromium)
	cargo test $(LOCKED) --package schemas --test agreement --test page
	@sh .ci/schemas-check

check: $(CHECKS) ## every check below, one after the other

ci: ## what CI runs: the tests, then every check, with timings
	sh .ci/run

format: ## rustfmt finds nothing to change
	cargo fmt --all --check

lint: ## clippy, warnings as errors; also that the core calls nothing newer than its Rust version
	cargo clippy $(LOCKED) --workspace --all-targets --all-features -- --deny warnings

docs: ## rustdoc, warnings as errors
	RUSTDOCFLAGS='--deny warnings' cargo doc $(LOCKED) --workspace --no-deps --all-features

deny: ## licences, banned crates and sources of all dependencies (builds cargo-deny where it is missing)
	sh .ci/cargo-deny check licenses bans sources

core-dependencies: ## the core compiles nothing but what .ci/core-dependencies.txt allows (needs Python)
	python3 .ci/core_dependencies.py

features: ## the core with no feature, linted and tested, and with each alone, linted
	LOCKED='$(LOCKED)' sh .ci/features

list-checks:
	@echo $(CHECKS)

results: ## run the demonstration and write its table, which the README shows, and a publication's report
	cargo run $(LOCKED) --quiet --package network > examples/network/results/demo.txt
	rm -rf target/publication
	cargo run $(LOCKED) --quiet --package network -- --offline --vehicles 1000 --months 12 \
	  --database target/publication --publish target/publication/out \
	  --publication-key examples/network/data/demonstration.key > /dev/null
	cp target/publication/out/report.json examples/network/results/publication.json

bench: ## the speed of the device and of the columns, written into iot4emissions-proto/results
	cargo bench $(LOCKED) --quiet --package iot4emissions-proto --bench device > iot4emissions-proto/results/device.txt
	cargo bench $(LOCKED) --quiet --package iot4emissions-proto --bench columns > iot4emissions-proto/results/columns.txt

bench-python: ## the Python package beside DuckDB, msgspec, pydantic, …, into bindings-python/results
	@sh .ci/bench-python

bench-kotlin: ## the Kotlin library beside Jackson and networknt, into bindings-kotlin/results
	@sh .ci/bench-kotlin
