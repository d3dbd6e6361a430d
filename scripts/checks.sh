# shellcheck shell=sh
# test: every check, each named as it runs. pytest runs last, so its summary closes the output.

failed_checks=

# check NAME COMMAND…: run it; a failure is remembered and the next check runs all the same.
check() {
    check_name=$1
    shift
    step "$check_name"
    run_waiting "$@" || failed_checks="$failed_checks
        - $check_name"
}

# check_beside COMMAND…: start it beside the checks that follow; check_ended NAME waits for it, and
# shows what it said in one piece.
check_beside() {
    beside_said=$(mktemp "$ROOT/var/beside.XXXXXX")
    "$@" >"$beside_said" 2>&1 &
    beside=$!
}

check_ended() {
    step "$1"
    status=0
    wait "$beside" || status=$?
    beside=
    cat "$beside_said"
    rm -f "$beside_said"
    [ "$status" -eq 0 ] || failed_checks="$failed_checks
        - $1"
}

prepare_checks() {
    open_session
    lock_setup
    step "Chuẩn bị máy, gói, PostGIS / machine, packages, PostGIS"
    ensure_machine test
    ensure_python_packages requirements-test.lock
    [ "$1" = pytest ] || ensure_node_packages
    ensure_secret_key
    ensure_cluster
    unlock_setup
    export GANDAN_ENV=test
}

static_checks() {
    bin=$ROOT/.venv/bin
    # The longest by far, and on one core: the others take the second.
    check_beside "$bin/python" -m mypy .
    check "ruff" "$bin/python" -m ruff check .
    check "ruff format" "$bin/python" -m ruff format --check .
    check "import-linter" "$bin/lint-imports" --no-logo
    check "djade" djade_check
    check "djlint" "$bin/djlint" --quiet --lint templates
    check "biome" npx --no-install biome ci --colors=off .
    check "Vendored files" node scripts/vendor.mjs --check
    check "Packed pages" node scripts/bundle.mjs --check
}

djade_check() {
    find templates -name '*.html' -print0 |
        xargs -0 -r "$ROOT/.venv/bin/djade" --target-version 5.2 --check
}

site_checks() {
    python=$ROOT/.venv/bin/python
    check "manage.py check" "$python" manage.py check
    check "check --deploy (production)" \
        env GANDAN_ENV=production GANDAN_ALLOWED_HOSTS=gandan.example \
        "$python" manage.py check --deploy --fail-level WARNING
    check "makemigrations --check" "$python" manage.py makemigrations --check --dry-run
    check "compilemessages" "$python" manage.py compilemessages --verbosity 0 \
        --ignore .venv --ignore .venv-bench --ignore node_modules --ignore var
    check "node --test" node --test --test-reporter=spec tests/js/*.test.mjs
}

run_checks() {
    if [ $# -gt 0 ]; then
        begin_steps 2
        prepare_checks pytest
        step "pytest $*"
        status=0
        "$ROOT/.venv/bin/python" -m pytest "$@" || status=$?
        exit "$status"
    fi
    begin_steps 16
    prepare_checks all
    static_checks
    site_checks
    check_ended "mypy --strict"
    [ -z "$failed_checks" ] || printf '\nKhông đạt / failed:%s\n\n' "$failed_checks"
    step "pytest"
    status=0
    run_waiting "$ROOT/.venv/bin/python" -m pytest -n 2 --durations=20 --cov --cov-report=term || status=$?
    [ -z "$failed_checks" ] || die "không đạt / failed:$failed_checks"
    exit "$status"
}
