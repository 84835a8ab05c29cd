# `make` alone lists what there is.
.POSIX:
.SUFFIXES:

PYTHON = .venv/bin/python
# For the checks that look at a production installation without starting one.
PRODUCTION = env -u NEWSROOM_ENV_FILE DEBUG=false SITE_URL=https://news.example MAILER=smtp+tls://mail.example:587 \
	SECRET_KEY=checked-and-never-served-abcdefghijklmnopqrstuvwxyz-0123456789 DATABASE_URL=sqlite://:memory:
PYTEST = $(PYTHON) -m pytest -n auto --maxprocesses 4
ARGS =

.PHONY: help demo run test test-postgres browser-tests check-desk check-site coverage lint format messages requirements bench bench-desk \
	bench-serving bench-visible bench-stale bench-scale clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

demo: ## serve the site with its sample stories (HOST=, PORT=, DATA=)
	@bin/bootstrap
	@exec bin/demo

run: ## serve with Django's development server, which reloads by itself (PORT=)
	@bin/bootstrap --dev
	@DEBUG=true $(PYTHON) manage.py migrate --verbosity 0
	@DEBUG=true exec $(PYTHON) manage.py runserver "$${HOST:-127.0.0.1}:$${PORT:-8000}"

test: ## run every test on SQLite, the browser's too where Chromium is installed (ARGS=)
	@bin/bootstrap --dev
	@env -u DATABASE_URL $(PYTEST) $(ARGS)

test-postgres: ## run every test but the browser's on a throw-away PostgreSQL (ARGS=)
	@bin/bootstrap --dev
	@bin/with-postgres $(PYTEST) -m "not browser" $(ARGS)

browser-tests: ## run only the browser tests (ARGS=)
	@bin/bootstrap --dev
	@env -u DATABASE_URL $(PYTHON) -m pytest -m browser $(ARGS)

check-desk: ## look at every page of the desk in Chromium: accessibility, content policy, width (ARGS=, PORT=)
	@bin/bootstrap --dev
	@ARGS="$(ARGS)" bin/check-desk

check-site: ## look at every kind of public page: HTML, accessibility, Lighthouse, weight, content policy (ARGS=, PORT=)
	@bin/bootstrap --dev
	@ARGS="$(ARGS)" bin/check-site

coverage: ## run the tests and show which lines they never reach
	@bin/bootstrap --dev
	@$(PYTHON) -m coverage erase
	@env -u DATABASE_URL $(PYTHON) -m coverage run -m pytest $(ARGS)
	@$(PYTHON) -m coverage combine --quiet
	@$(PYTHON) -m coverage report

lint: ## check style, format, types, templates, migrations and production settings
	@bin/bootstrap --dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	find templates articles authors newsroom -name '*.html' -exec .venv/bin/djade --target-version 6.1 --check {} +
	$(PYTHON) -m mypy
	$(PRODUCTION) $(PYTHON) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

format: ## put code and templates into shape
	@bin/bootstrap --dev
	$(PYTHON) -m ruff check --fix-only .
	$(PYTHON) -m ruff format .
	find templates articles authors newsroom -name '*.html' -exec .venv/bin/djade --target-version 6.1 {} + || true

messages: ## collect what is to be translated and write what programs read of it (needs gettext)
	@bin/bootstrap --dev
	@DEBUG=true $(PYTHON) manage.py makemessages --all --no-obsolete --no-wrap --add-location file -i '.venv*' \
		-i staticfiles -i tests -i benchmarks -i checks -i docs -i node_modules
	@$(PYTHON) -m checks.messages

requirements: ## pin requirements.in and requirements-dev.in again, with hashes
	@bin/bootstrap --dev
	@$(PYTHON) -m pip install --quiet uv
	$(PYTHON) -m uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.12 requirements.in -o requirements.txt
	$(PYTHON) -m uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.12 requirements-dev.in -o requirements-dev.txt

bench: ## measure what each kind of page costs, beside a bare view (ARGS=--write)
	@bin/bootstrap --dev
	@$(PYTHON) benchmarks/pages.py $(ARGS)

bench-desk: ## measure the desk's pages at 1,000 and 100,000 articles on both databases (ARGS=)
	@bin/bootstrap --dev
	@bin/with-postgres $(PYTHON) -m benchmarks.desk $(ARGS)

bench-serving: ## measure kept pages under the server, beside nginx and bare WSGI bytes (ARGS=)
	@bin/bootstrap --dev
	@$(PYTHON) -m benchmarks.serving $(ARGS)

bench-visible: ## measure how soon every process shows what was published, on both databases (ARGS=)
	@bin/bootstrap --dev
	@bin/with-postgres $(PYTHON) -m benchmarks.visible $(ARGS)

bench-scale: ## measure readers’ pages over corpora of several sizes (ARGS="--at 1000=postgres://... --at 1000000=...")
	@bin/bootstrap --dev
	@$(PYTHON) -m benchmarks.site_scale $(ARGS)

bench-stale: ## compare kept pages with fresh ones through days of news at random (ARGS=)
	@bin/bootstrap --dev
	@$(PYTHON) -m benchmarks.stale $(ARGS)

clean: ## remove what can be made again; never data/
	rm -rf .venv .venv-uv staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*
