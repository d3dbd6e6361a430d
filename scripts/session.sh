# shellcheck shell=sh
# One call of the script from start to end: locks, the child it waits for, and cleaning up,
# so that neither Ctrl-C nor a plain kill leaves anything running.

child=
helper=
beside=

open_session() {
    mkdir -p "$ROOT/var" 2>/dev/null || true
    [ -w "$ROOT/var" ] ||
        die "không ghi được vào $ROOT/var (của $(stat -c %U "$ROOT/var" 2>/dev/null || echo '?')); chạy bằng người dùng đó hoặc sudo
        / cannot write there; run as its owner or with sudo"
    trap 'close_session' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

close_session() {
    status=$?
    trap '' INT TERM HUP
    trap - EXIT
    if [ -n "$child" ] && kill -TERM "$child" 2>/dev/null; then
        wait "$child" || true
    fi
    if [ -n "$helper" ] && kill -TERM "$helper" 2>/dev/null; then
        wait "$helper" || true
    fi
    if [ -n "$beside" ]; then
        if kill -TERM "$beside" 2>/dev/null; then
            wait "$beside" || true
        fi
        rm -f "$beside_said"
    fi
    if [ -n "${cluster_home:-}" ]; then
        # Should another call hold the lock for long, it will stop the cluster at its own end.
        exec 9>"$ROOT/var/setup.lock"
        if flock -w 20 9; then
            leave_cluster
        fi
    fi
    exit "$status"
}

# Two calls at once must not make one environment or one cluster together.
lock_setup() {
    exec 9>"$ROOT/var/setup.lock"
    flock -n 9 && return 0
    note "chờ một lệnh gandan khác chuẩn bị xong / waiting for another gandan"
    flock 9
}

unlock_setup() {
    exec 9>&-
}

# run_waiting COMMAND…: in the background, so that a signal is answered at once. Its exit
# status is the command's own.
run_waiting() {
    "$@" &
    child=$!
    status=0
    wait "$child" || status=$?
    child=
    return "$status"
}

# start_helper COMMAND…: runs beside what the script waits for, and is started again should it end,
# until the script itself ends.
start_helper() {
    keep_running "$@" &
    helper=$!
}

keep_running() {
    kept=
    trap 'stop_kept' TERM
    while :; do
        # A session of its own: Ctrl-C is for the script, which then asks for a clean stop.
        setsid "$@" &
        kept=$!
        wait "$kept" || true
        note "việc nền dừng, 5 giây nữa chạy lại / the worker ended, starting it again"
        sleep 5 &
        wait $! || true
    done
}

stop_kept() {
    trap '' TERM
    if [ -n "$kept" ] && kill -TERM "$kept" 2>/dev/null; then
        wait "$kept" || true
    fi
    exit 0
}

# The key that signs sessions: made once, readable by its owner only, never in the repository.
ensure_secret_key() {
    [ -z "${GANDAN_SECRET_KEY:-}" ] || return 0
    key_file=$ROOT/var/secret-key
    if [ ! -s "$key_file" ]; then
        (
            umask 077
            "$ROOT/.venv/bin/python" -c 'import secrets; print(secrets.token_urlsafe(50))' \
                >"$key_file.new"
            mv "$key_file.new" "$key_file"
        )
    fi
    GANDAN_SECRET_KEY=$(cat "$key_file")
    export GANDAN_SECRET_KEY
}
