# shellcheck shell=sh
# Python and Node packages, exactly as locked. A stamp with the lock's hash makes the second
# run skip the work.

hash_of() {
    sha256sum "$1" | cut -d' ' -f1
}

# venv_works: pip starts, and from this very folder. A half-made environment has no pip; one
# that was moved or copied along with the clone still points to the old place.
venv_works() {
    "$ROOT/.venv/bin/pip" --version 2>/dev/null | grep -qF " from $ROOT/.venv/"
}

# The locks are whole, so pip only fetches what they name: left to resolve, it looks at newer
# releases of a package asked for with an extra and stops because those are not in the lock.
#
# ensure_python_packages requirements.lock|requirements-test.lock; the second holds the first.
ensure_python_packages() {
    stamp=$ROOT/.venv/.installed
    wanted="$1 $(hash_of "$ROOT/$1")"
    if venv_works && grep -qxF "$wanted" "$stamp" 2>/dev/null; then
        return 0
    fi
    python=$(find_python)
    if ! venv_works; then
        note "tạo môi trường Python .venv / making .venv"
        "$python" -m venv --clear "$ROOT/.venv" || die "không tạo được .venv / cannot make .venv"
    fi
    note "cài các gói Python từ $1 (một hai phút) / installing locked Python packages"
    rm -f "$stamp"
    "$ROOT/.venv/bin/python" -m pip install -qq --no-input --disable-pip-version-check \
        --no-warn-script-location --require-hashes --no-deps -r "$ROOT/$1" ||
        die "pip không cài được $1; kiểm tra mạng rồi chạy lại / pip failed, check the network"
    {
        echo "$wanted"
        [ "$1" = requirements.lock ] || echo "requirements.lock $(hash_of requirements.lock)"
    } >"$stamp"
}

# The peers a benchmark measures against live apart, so that they cannot move the site's versions.
ensure_bench_packages() {
    stamp=$ROOT/.venv-bench/.installed
    wanted=$(hash_of "$ROOT/requirements-bench.lock")
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    note "cài các gói để so sánh vào .venv-bench / installing the peers into .venv-bench" >&2
    "$(find_python)" -m venv --clear "$ROOT/.venv-bench" ||
        die "không tạo được .venv-bench / cannot make .venv-bench"
    "$ROOT/.venv-bench/bin/python" -m pip install -qq --no-input --disable-pip-version-check \
        --no-warn-script-location --require-hashes --no-deps -r "$ROOT/requirements-bench.lock" >&2 ||
        die "pip không cài được requirements-bench.lock / pip failed, check the network"
    echo "$wanted" >"$stamp"
}

ensure_node_packages() {
    stamp=$ROOT/node_modules/.installed
    wanted=$(hash_of "$ROOT/package-lock.json")
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    note "cài các gói Node từ package-lock.json / installing locked Node packages"
    npm ci --no-audit --no-fund --loglevel=error </dev/null ||
        die "npm không cài được; kiểm tra mạng rồi chạy lại / npm failed, check the network"
    echo "$wanted" >"$stamp"
}
