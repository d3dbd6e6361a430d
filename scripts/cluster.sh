# shellcheck shell=sh
# The private PostGIS cluster in var/pg: unix socket only, never run as root.
#
# Who may connect is decided by the socket's folder (mode 0700, owned by the user that runs
# the server), so there is no password to keep; root can always enter.

SOCKET_PATH_LIMIT=93 # a socket's address holds 107 bytes, of which "/.s.PGSQL.5432" takes 14

# as_owner COMMAND…: as the user that owns the cluster, from a folder it can enter.
as_owner() (
    cd /
    if [ "$(id -u)" -eq 0 ]; then
        exec runuser -u "$cluster_owner" -- "$@"
    fi
    exec "$@"
)

# PostgreSQL refuses to run as root; the package's own system user stands in.
choose_cluster_owner() {
    cluster_owner=$(id -un)
    [ "$(id -u)" -eq 0 ] || return 0
    cluster_owner=postgres
    id postgres >/dev/null 2>&1 ||
        die "PostgreSQL không chạy bằng root và máy không có người dùng 'postgres'
        / PostgreSQL does not run as root and there is no user 'postgres'"
}

# make_owned DIR: mode 0700, owned by the cluster's user; refuses somebody else's folder.
make_owned() {
    if [ ! -e "$1" ] && [ ! -L "$1" ]; then
        mkdir -m 0700 "$1"
        [ "$(id -u)" -ne 0 ] || chown "$cluster_owner:" "$1"
    fi
    if [ -L "$1" ] || [ "$(stat -c %U "$1")" != "$cluster_owner" ]; then
        die "$1 thuộc về người dùng khác ($(stat -c %U "$1")); hãy chạy lại bằng người dùng đó
        / belongs to another user; run as that user"
    fi
}

# A clone under /root cannot be entered by the cluster's user: its data then lies in
# /var/lib/gandan, with a link in var/.
choose_cluster_home() {
    mkdir -p "$ROOT/var"
    link=$ROOT/var/pg
    [ -e "$link" ] || rm -f "$link"
    if [ ! -e "$link" ]; then
        make_owned "$link"
        if ! as_owner test -w "$link"; then
            rmdir "$link"
            mkdir -p /var/lib/gandan
            make_owned "/var/lib/gandan/$(path_hash)"
            ln -s "/var/lib/gandan/$(path_hash)" "$link"
            note "thư mục này kín với '$cluster_owner': dữ liệu để ở $(readlink "$link")"
        fi
    fi
    cluster_home=$(readlink -f "$link")
    make_owned "$cluster_home"
    cluster_data=$cluster_home/data
}

path_hash() {
    printf '%s' "$ROOT" | sha256sum | cut -c1-12
}

# is_plain_short PATH: fits a socket address and needs no quoting in a URL or a setting.
is_plain_short() {
    [ "$(printf '%s' "$1" | wc -c)" -le "$SOCKET_PATH_LIMIT" ] || return 1
    case $1 in *[!A-Za-z0-9/._-]*) return 1 ;; esac
}

choose_socket_dir() {
    socket_dir=$cluster_home/socket
    if ! is_plain_short "$socket_dir"; then
        run_dir=/tmp
        if [ "$(id -u)" -ne 0 ] && is_plain_short "${XDG_RUNTIME_DIR:-/long path}/gandan-123456789012"; then
            run_dir=$XDG_RUNTIME_DIR
        fi
        socket_dir=$run_dir/gandan-$(path_hash)
    fi
    make_owned "$socket_dir"
}

# choose_server: the programs of the version that made the data, else the newest installed.
choose_server() {
    if [ ! -e "$cluster_data" ]; then
        server_bin=$(find_postgres)
        return 0
    fi
    [ -s "$cluster_data/PG_VERSION" ] ||
        die "$cluster_data dở dang (không có PG_VERSION). Nếu không cần dữ liệu cũ, hãy xoá thư mục đó rồi chạy lại
        / is half-made; delete it if nothing in it is needed, then run again"
    data_major=$(cat "$cluster_data/PG_VERSION")
    for bin_dir in $(postgres_bins); do
        if [ "$(postgres_major "$bin_dir")" = "$data_major" ]; then
            server_bin=$bin_dir
            return 0
        fi
    done
    die "dữ liệu trong $cluster_data do PostgreSQL $data_major tạo, máy không còn bản đó.
        Cài lại postgresql-$data_major-postgis-3, hoặc dời thư mục đó đi để làm mới.
        / the data was made by PostgreSQL $data_major; install that version or move the folder away"
}

# server_pid: the process serving our data. A process of another kind that now has the number
# in a stale postmaster.pid does not stand in our data folder, so it does not count.
server_pid() {
    pid=
    read -r pid 2>/dev/null <"$cluster_data/postmaster.pid" || return 1
    [ "$(readlink "/proc/$pid/cwd")" = "$cluster_data" ] || return 1
    printf '%s\n' "$pid"
}

make_cluster() {
    rm -rf "$cluster_home/data.new"
    as_owner "$server_bin/initdb" --pgdata="$cluster_home/data.new" --username=postgres \
        --encoding=UTF8 --locale=C.UTF-8 --data-checksums \
        --auth-local=trust --auth-host=reject >"$ROOT/var/initdb.log" 2>&1 ||
        die "không tạo được cụm PostgreSQL / initdb failed:
$(tail -n 5 "$ROOT/var/initdb.log")"
    cat >>"$cluster_home/data.new/postgresql.conf" <<CONF

# --- Gần Dân: a private cluster on a small machine ---
listen_addresses = ''
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
jit = off
timezone = 'Asia/Ho_Chi_Minh'
log_timezone = 'Asia/Ho_Chi_Minh'
CONF
    # Only a finished cluster gets the real name.
    mv "$cluster_home/data.new" "$cluster_data"
}

start_server() {
    if [ -e "$cluster_data/postmaster.pid" ]; then
        note "bỏ tệp postmaster.pid cũ (lần trước tắt máy đột ngột) / removing a stale postmaster.pid"
        rm -f "$cluster_data/postmaster.pid"
    fi
    # The lock (descriptor 9) must not live on in the server.
    as_owner "$server_bin/pg_ctl" start --pgdata="$cluster_data" --wait --timeout=60 --silent \
        --log="$cluster_home/server.log" --options="-k $socket_dir" 9>&- </dev/null ||
        die "PostgreSQL không khởi động được, xem $cluster_home/server.log / did not start:
$(tail -n 5 "$cluster_home/server.log")"
    server_pid >"$cluster_home/started-by-gandan"
}

# Repeating this is harmless, so a call that was interrupted here is mended by the next.
make_database() {
    as_owner "$server_bin/psql" --host="$socket_dir" --username=postgres --dbname=postgres \
        --no-psqlrc --quiet --tuples-only --set=ON_ERROR_STOP=1 <<'SQL'
SET client_min_messages = warning;
SELECT 'CREATE ROLE gandan LOGIN SUPERUSER'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gandan') \gexec
SELECT 'CREATE DATABASE gandan OWNER gandan'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'gandan') \gexec
\connect gandan
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
SQL
}

# ensure_cluster: running and reachable; sets DATABASE_URL. Leaves a given DATABASE_URL alone.
ensure_cluster() {
    if [ -n "${DATABASE_URL:-}" ]; then
        note "dùng DATABASE_URL đã đặt / using the given DATABASE_URL"
        return 0
    fi
    choose_cluster_owner
    choose_cluster_home
    choose_server
    if server_pid >/dev/null; then
        socket_dir=$(sed -n 5p "$cluster_data/postmaster.pid")
    else
        choose_socket_dir
        [ -e "$cluster_data" ] || make_cluster
        start_server
        make_database
    fi
    join_cluster
    export DATABASE_URL="postgis://gandan@/gandan?host=$socket_dir"
}

# Calls that use the cluster leave a mark each, so that the last one out stops it.
join_cluster() {
    mkdir -p "$cluster_home/users"
    : >"$cluster_home/users/$$"
}

# leave_cluster: stop the server if a call of ours started it and no other call needs it.
leave_cluster() {
    [ -n "${cluster_home:-}" ] || return 0
    rm -f "$cluster_home/users/$$"
    for mark in "$cluster_home"/users/*; do
        if [ -d "/proc/${mark##*/}" ]; then
            return 0
        fi
        rm -f "$mark"
    done
    pid=$(server_pid) || return 0
    [ "$(cat "$cluster_home/started-by-gandan" 2>/dev/null)" = "$pid" ] || return 0
    as_owner "$server_bin/pg_ctl" stop --pgdata="$cluster_data" --mode=fast --wait --silent ||
        printf 'gandan: không dừng được PostgreSQL (%s) / could not stop it\n' "$pid" >&2
}
