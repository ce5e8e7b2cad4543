# Two commands: `make demo` runs the main job on real data, `make test` passes the tests.
.PHONY: demo test lint bench lock setup clean

demo: setup
	@.venv/bin/outcomelab demo --out demo-out

test: setup lint
	@scripts/browser
	@scripts/postgresql
	@scripts/spark
	@scripts/privacy
	.venv/bin/python -W "ignore:Unable to activate pytest branch coverage" -m slipcover -m pytest -n 3 --dist loadfile \
	    --no-loadscope-reorder

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: setup
	.venv/bin/python -m benchmarks $(DATA)

setup:
	@scripts/setup

# Pins every package by hash, naming no download host.
lock: setup
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --custom-compile-command 'make lock' --extra demo --extra dev --extra service \
	    --output-file requirements.txt pyproject.toml
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --custom-compile-command 'make lock' --extra spark --constraints requirements.txt \
	    --output-file requirements-spark.txt pyproject.toml
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --custom-compile-command 'make lock' --extra privacy --constraints requirements.txt \
	    --output-file requirements-privacy.txt pyproject.toml
	printf 'uv\nsetuptools\nwheel\n' | .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --output-file requirements-installer.txt -

clean:
	rm -rf .venv demo-out build
