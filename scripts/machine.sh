# shellcheck shell=sh
# What the machine must have. Binaries and libraries are looked for, not packages, so a
# machine that got them some other way is left alone.

# The first Python new enough (3.11), with venv and ensurepip, or nothing.
find_python() {
    for python_name in python3 python3.14 python3.13 python3.12 python3.11; do
        python_path=$(command -v "$python_name") || continue
        if "$python_path" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            printf '%s\n' "$python_path"
            return 0
        fi
    done
    return 1
}

# has_library NAME: found the way GeoDjango finds it (ctypes), so the answers agree.
has_library() {
    "$1" -c 'import sys
from ctypes.util import find_library
sys.exit(find_library(sys.argv[1]) is None)' "$2"
}

# Candidate folders of PostgreSQL server programs, newest version first.
postgres_bins() {
    for bin_dir in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5nr) \
        "$(pg_config --bindir 2>/dev/null || true)"; do
        if [ -x "$bin_dir/initdb" ] && [ -x "$bin_dir/postgres" ]; then
            printf '%s\n' "$bin_dir"
        fi
    done
}

# postgres_major BIN_DIR: "15" of "postgres (PostgreSQL) 15.20".
postgres_major() {
    "$1/postgres" --version | sed -n 's/^[^0-9]*\([0-9][0-9]*\).*/\1/p'
}

# The PostgreSQL (15 or newer) that also has PostGIS and the contrib extensions, or nothing.
find_postgres() {
    for bin_dir in $(postgres_bins); do
        [ "$(postgres_major "$bin_dir")" -ge 15 ] || continue
        share_dir=/usr/share/postgresql/$(postgres_major "$bin_dir")
        [ -d "$share_dir" ] || share_dir=$("$bin_dir/pg_config" --sharedir 2>/dev/null || true)
        if [ -e "$share_dir/extension/postgis.control" ] &&
            [ -e "$share_dir/extension/btree_gist.control" ]; then
            printf '%s\n' "$bin_dir"
            return 0
        fi
    done
    return 1
}

find_chromium() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

# Any font that draws every Vietnamese letter; without one the screenshots show boxes.
has_vietnamese_font() {
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.fonts" \
        -name 'DejaVuSans.ttf' -o -name 'NotoSans-Regular.*' 2>/dev/null | head -n 1)" ]
}

# A font of Times New Roman's widths that draws every Vietnamese letter: papers are set in it, and
# with another one their lines and sheets break elsewhere.
has_times_font() {
    command -v fc-list >/dev/null &&
        fc-list ':lang=vi' family | grep -qE 'Times New Roman|Liberation Serif|Tinos'
}

has_node() {
    command -v npx >/dev/null && command -v npm >/dev/null &&
        node -e 'process.exit(parseInt(process.versions.node, 10) < 18 ? 1 : 0)' 2>/dev/null
}

# missing_parts run|test: one word a line for each part the machine lacks.
missing_parts() {
    if python=$(find_python); then
        has_library "$python" gdal && has_library "$python" geos_c || echo gdal
    else
        echo python gdal | tr ' ' '\n'
    fi
    [ -n "${DATABASE_URL:-}" ] || find_postgres >/dev/null || echo postgis
    command -v msgfmt >/dev/null || echo gettext
    [ "$1" = test ] || return 0
    find_chromium >/dev/null || echo chromium
    has_vietnamese_font || echo fonts
    has_node || echo node
    command -v soffice >/dev/null || echo libreoffice
    has_times_font || echo times
}

# newest_package REGEX: the highest version of a package whose name holds it (libgdal32, …).
newest_package() {
    apt-cache --names-only search "$1" | cut -d' ' -f1 | sort -V | tail -n 1
}

# debian_packages PART…: the packages that bring them, on Debian and Ubuntu of any release.
debian_packages() {
    for part in "$@"; do
        case $part in
            python) echo python3 python3-venv ;;
            gdal) newest_package '^libgdal[0-9]+(t64)?$'; newest_package '^libgeos-c1(v5|t64)$' ;;
            postgis) newest_package '^postgresql-[0-9]+-postgis-3$' ;;
            gettext) echo gettext ;;
            chromium) echo chromium ;;
            fonts) echo fonts-dejavu-core ;;
            node) echo nodejs npm ;;
            libreoffice) echo libreoffice-writer-nogui ;;
            # Of older releases only the second one knows Vietnamese.
            times) newest_package '^fonts-liberation2?$'; echo fontconfig ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@" \
        </dev/null >>"$ROOT/var/apt.log" 2>&1 ||
        die "apt-get không cài được, xem var/apt.log / apt-get failed, see var/apt.log:
$(tail -n 5 "$ROOT/var/apt.log")"
}

# Debian makes and starts a cluster of its own when PostgreSQL is first installed. Ours is
# private, so on a machine without PostgreSQL that one would only take memory and a port.
keep_debian_from_starting_postgres() {
    [ ! -e /usr/bin/pg_createcluster ] || return 0
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' |
        as_root tee /etc/postgresql-common/createcluster.d/gandan.conf >/dev/null
}

# ensure_machine run|test: install what is missing, or say exactly what to do.
ensure_machine() {
    # Word splitting is wanted: one word a part, one word a package.
    # shellcheck disable=SC2046
    set -- "$1" $(missing_parts "$1")
    wanted=$1
    shift
    [ $# -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        die "thiếu: $*. Máy này không có apt-get; hãy chạy: docker compose up
        / missing: $*. No apt-get on this machine; use: docker compose up"
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
        die "thiếu: $*. Cần quyền root (hoặc sudo) để cài / root or sudo is needed to install them"
    mkdir -p "$ROOT/var"
    note "còn thiếu: $*; đang cài bằng apt (vài phút) / installing by apt"
    : >"$ROOT/var/apt.log"
    apt_install update
    case " $* " in *" postgis "*) keep_debian_from_starting_postgres ;; esac
    # shellcheck disable=SC2046
    apt_install install -y --no-install-recommends $(debian_packages "$@")
    left=$(missing_parts "$wanted" | tr '\n' ' ')
    [ -z "$left" ] ||
        die "đã cài nhưng vẫn thiếu: $left. Cần Debian 12 trở lên, hoặc: docker compose up
        / still missing after the installation: $left. Use Debian 12 or newer, or docker compose up"
}
