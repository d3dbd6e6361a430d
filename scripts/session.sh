# shellcheck shell=sh
# One call of the script from start to end: locks, the child it waits for, and cleaning up,
# so that neither Ctrl-C nor a plain kill leaves anything running.

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
    stop_jobs main
    [ -z "$beside" ] || rm -f "$beside_said"
    if [ -n "${cluster_home:-}" ]; then
        # Should another call hold the lock for long, it will stop the cluster at its own end.
        exec 9>"$ROOT/var/setup.lock"
        if flock -w 20 9; then
            leave_cluster
        fi
    fi
    exit "$status"
}

# stop_jobs NAME: end whatever this shell has started. The list is the shell's own, since a signal
# can come before $! was noted; it goes through a file, since a subshell's list is empty.
stop_jobs() {
    [ -n "${!:-}" ] || return 0
    jobs_said=$ROOT/var/jobs.$1.$$
    jobs -p >"$jobs_said"
    while read -r job; do
        end_job "$job"
    done <"$jobs_said"
    rm -f "$jobs_said"
}

# end_job PID: a signal can be lost while it is this shell forked and not yet the program, so one
# more is sent once it is.
end_job() {
    while cmp -s "/proc/$1/cmdline" "/proc/$$/cmdline"; do
        kill -TERM "$1" 2>/dev/null || true
        sleep 0.1
    done
    kill -TERM "$1" 2>/dev/null || true
    wait "$1" || true
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
    status=0
    wait $! || status=$?
    return "$status"
}

# start_helper COMMAND…: runs beside what the script waits for, and is started again should it end,
# until the script itself ends.
start_helper() {
    keep_running "$@" &
}

keep_running() {
    trap 'stop_kept' TERM
    while :; do
        # A session of its own: Ctrl-C is for the script, which then asks for a clean stop.
        setsid "$@" &
        wait $! || true
        note "việc nền dừng, 5 giây nữa chạy lại / the worker ended, starting it again"
        sleep 5 &
        wait $! || true
    done
}

stop_kept() {
    trap '' TERM
    stop_jobs kept
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
