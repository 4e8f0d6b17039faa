# Mendan. `make help` lists what can be made.
SHELL := bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export CGO_ENABLED ?= 0

GO      ?= go
OUT     ?= demo-out
SOURCES := $(shell find cmd internal -name '*.go' -not -name '*_test.go' 2>/dev/null) go.mod go.sum $(shell find internal/database/migrations internal/lang -type f 2>/dev/null)
ASSETS  := internal/assets/dist/manifest.json

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: build ## start the product with its demo company on http://localhost:8080, data in ./data
	bin/mendan serve --demo --data ./data

build: bin/mendan ## the one binary, at bin/mendan

bin/mendan: $(SOURCES) $(ASSETS)
	$(GO) build -trimpath -ldflags '-s -w -X main.version=$(shell git describe --tags --always --dirty 2>/dev/null || echo dev)' -o $@ ./cmd/mendan

assets: $(ASSETS) ## bundle scripts, styles and fonts
$(ASSETS): node_modules/.locked $(shell find frontend internal/assets/build -type f 2>/dev/null)
	$(GO) run ./internal/assets/build
	@touch $@

node_modules/.locked: package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

generate: ## page components from *.templ
	$(GO) tool templ generate -path internal >/dev/null

# What tests need beside Go, Node, git and make. As root on Debian or Ubuntu it
# is installed; elsewhere the missing names are said.
tools: ## Chromium, Japanese fonts, PostgreSQL binaries and poppler for tests
	@./scripts/test-tools

check: assets ## format, vet, house rules and all tests without browser, on SQLite only
	@test -z "$$(gofmt -l cmd internal)" || { echo "gofmt: $$(gofmt -l cmd internal)"; exit 1; }
	$(GO) vet $$(./scripts/packages light)
	SQLITE_ONLY=1 $(GO) test $$(./scripts/packages light)

verify: ## generated files are those their sources give
	$(GO) tool templ generate -path internal >/dev/null
	@git diff --exit-code --stat -- '*_templ.go' || { echo "templ: generated files are not up to date: make generate"; exit 1; }

lint: ## golangci-lint, pinned in tools/go.mod
	$(GO) build -modfile=tools/go.mod -o bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	bin/golangci-lint run ./...

test: tools build verify test-frontend ## everything, on both databases and in the browser
	@test -z "$$(gofmt -l cmd internal)" || { echo "gofmt: $$(gofmt -l cmd internal)"; exit 1; }
	$(GO) vet ./...
	CGO_ENABLED=1 REQUIRE_POSTGRES=1 EMERGENCIES=20 $(GO) test -race -shuffle=on -timeout 20m $$(./scripts/packages light)
	$(GO) test -timeout 20m -run TestSimulation ./internal/emergency
	$(GO) test -timeout 10m $$(./scripts/packages media)
	TZ=America/St_Johns SQLITE_ONLY=1 $(GO) test $$(./scripts/packages zones)
	MENDAN=$(CURDIR)/bin/mendan $(GO) test -timeout 30m -v ./internal/e2e/...

test-frontend: node_modules/.locked ## types and tests of the scripts in the browser
	npx --no-install tsc --noEmit -p tsconfig.json
	$(GO) run ./internal/assets/build -tests
	$(GO) run ./internal/sounds/make -out internal/assets/dist-tests/sounds
	node --test internal/assets/dist-tests/

e2e: build tools ## the journeys in real browsers alone
	MENDAN=$(CURDIR)/bin/mendan $(GO) test -timeout 30m -v ./internal/e2e/...

demo: build ## play one interview in real browsers; documents, figures and pictures in $(OUT)
	bin/mendan demo --out $(OUT)

pictures: demo ## renew the pictures of the README from the demonstration
	cp "$$(ls $(OUT)/screenshots/*-physician-talk.png)" docs/pictures/room.png
	cp "$$(ls $(OUT)/screenshots/*-worker-prepared.png)" docs/pictures/worker.png
	pdftoppm -r 80 -f 1 -l 1 -singlefile -png $(OUT)/opinion-employer.pdf docs/pictures/letter

bench: build ## figures, as a table and in bench.json
	bin/mendan bench --out bench.json

soak: ## 1,000 simulated emergencies in which channels, people and processes fail
	EMERGENCIES=$${EMERGENCIES:-1000} $(GO) test -timeout 60m -count=1 -run TestSimulation -v ./internal/emergency | grep -v '=== '

fuzz: ## every fuzz target for FUZZTIME (30s)
	@for p in $$(grep -rl '^func Fuzz' --include=*_test.go internal | xargs -n1 dirname | sort -u); do \
	  for f in $$(grep -ho '^func Fuzz[A-Za-z0-9_]*' $$p/*_test.go | cut -d' ' -f2); do \
	    $(GO) test ./$$p -run '^$$' -fuzz "^$$f$$" -fuzztime $${FUZZTIME:-30s}; done; done

clean: ## remove what was built (data stays)
	rm -rf bin internal/assets/dist/* demo-out bench.json node_modules
	@touch internal/assets/dist/.gitkeep

.PHONY: help run build assets generate tools check verify lint test test-frontend e2e demo pictures bench soak fuzz clean
