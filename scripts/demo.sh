# shellcheck shell=sh
# demo, serve, manage and bench.

# parse_options NAME ARGS…: sets port, serving and data_dir.
parse_options() {
    verb=$1
    shift
    port=8000 serving=yes data_dir=
    while [ $# -gt 0 ]; do
        case $verb:$1 in
            *:--port) need_value "$@"; port=$2; shift ;;
            *:--port=*) port=${1#--port=} ;;
            demo:--no-serve) serving=no ;;
            demo:--data) need_value "$@"; data_dir=$2; shift ;;
            demo:--data=*) data_dir=${1#--data=} ;;
            *) die "'$verb' không có tuỳ chọn '$1' / unknown option '$1'" 2 ;;
        esac
        shift
    done
    case $port in
        '' | *[!0-9]* | ??????*) die "--port cần một số từ 1 đến 65535 / needs a number" 2 ;;
    esac
    if [ "$port" -lt 1 ] || [ "$port" -gt 65535 ]; then
        die "--port cần một số từ 1 đến 65535 / needs a number" 2
    fi
    if [ -n "$data_dir" ]; then
        said=$data_dir
        data_dir=$(cd "$CALLER_DIR" && CDPATH='' cd -- "$said" 2>/dev/null && pwd) ||
            die "--data: không có thư mục '$said' / no such folder" 2
    fi
}

need_value() {
    [ $# -ge 2 ] || die "$1 cần một giá trị / needs a value" 2
}

# refuse_taken_port PYTHON: before the long steps, not after them.
refuse_taken_port() {
    "$1" -c 'import socket, sys
with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)' "$port" ||
        die "cổng $port đang có chương trình khác dùng (hoặc không được phép). Thử: ./gandan $verb --port 8001
        / port $port is taken or not allowed; try another with --port"
}

# The environment and the database, as every command needs them.
prepare_quietly() {
    open_session
    lock_setup
    ensure_machine run
    ensure_python_packages requirements.lock
    ensure_secret_key
    ensure_cluster
    unlock_setup
}

run_manage() {
    prepare_quietly
    # From where the caller stands, so that relative paths mean what they seem to.
    cd "$CALLER_DIR" || exit
    status=0
    "$ROOT/.venv/bin/python" "$ROOT/manage.py" "$@" || status=$?
    exit "$status"
}

run_bench() {
    [ $# -ge 1 ] || die "cần tên phép đo / needs a benchmark's name" 2
    # What it says on the way must not stand before the JSON.
    prepare_quietly >&2
    bench_python=$ROOT/.venv/bin/python
    case $1 in
        assignment | map | tiles)
            ensure_bench_packages
            bench_python=$ROOT/.venv-bench/bin/python
            ;;
    esac
    status=0
    "$bench_python" -m benchmarks "$@" || status=$?
    exit "$status"
}

serve_web() {
    printf '\n      Mở trình duyệt tại / open:  http://127.0.0.1:%s/\n' "$port"
    printf '      Ctrl-C để dừng / to stop\n\n'
    status=0
    # Imports and upkeep run in the worker; a job that has begun may end before it stops.
    start_helper "$ROOT/.venv/bin/python" manage.py procrastinate worker \
        --shutdown-graceful-timeout 30
    # A session of its own: Ctrl-C reaches this script alone, which then asks for a clean stop.
    run_waiting setsid "$ROOT/.venv/bin/python" -m gunicorn --config gis_project/gunicorn_conf.py \
        --bind "127.0.0.1:$port" gis_project.wsgi || status=$?
    exit "$status"
}

# Steps 1 to 5 of demo and serve: machine, packages, cluster, tables, pages.
prepare_site() {
    open_session
    lock_setup
    step "Kiểm tra máy / checking the machine"
    ensure_machine run
    [ "$serving" = no ] || refuse_taken_port "$(find_python)"
    step "Gói Python / Python packages"
    ensure_python_packages requirements.lock
    ensure_secret_key
    step "Cơ sở dữ liệu PostGIS / the PostGIS database"
    ensure_cluster
    step "Bảng, bản dịch, tệp tĩnh / tables, catalogues, static files"
    status=0
    run_waiting "$ROOT/.venv/bin/python" scripts/prepare.py site || status=$?
    case $status in
        0) has_commune=yes ;;
        3) has_commune=no ;;
        *) die "không chuẩn bị được cơ sở dữ liệu, xem lỗi ở trên / preparing failed, see above" ;;
    esac
    unlock_setup
}

# load_files DIR: rows that are reported are no failure of the demo.
load_files() {
    status=0
    run_waiting "$ROOT/.venv/bin/python" scripts/prepare.py load "$1" || status=$?
    case $status in
        0) ;;
        4) note "một số dòng cần xem lại, như trên / some rows need a look, see above" ;;
        *) die "không nạp được '$1', xem lỗi ở trên / the import failed, see above" ;;
    esac
}

# The mark tells a demo commune that was only half taken in, so that the next call finishes it;
# taking files in once more changes nothing.
load_data() {
    built_demo=no
    unfinished=$ROOT/var/demo-data.unfinished
    if [ -n "$data_dir" ]; then
        load_files "$data_dir"
    elif [ "$has_commune" = yes ] && [ ! -e "$unfinished" ]; then
        note "đã có dữ liệu, giữ nguyên / data is there, left as it is"
    else
        note "dựng xã mẫu trong var/demo-data / building the demo commune"
        : >"$unfinished"
        rm -rf "$ROOT/var/demo-data"
        run_waiting "$ROOT/.venv/bin/python" -m geodata "$ROOT/var/demo-data" ||
            die "không dựng được xã mẫu / building the demo commune failed"
        load_files "$ROOT/var/demo-data"
        built_demo=yes
    fi
}

run_demo() {
    parse_options demo "$@"
    begin_steps 7
    prepare_site
    step "Dữ liệu của xã / the commune's data"
    load_data
    step "Tài khoản dùng thử / demo logins"
    run_waiting "$ROOT/.venv/bin/python" manage.py create_demo_logins ||
        die "không tạo được tài khoản dùng thử / making the demo logins failed"
    # Only ever about made-up households.
    if [ "$built_demo" = yes ]; then
        run_waiting "$ROOT/.venv/bin/python" manage.py create_demo_issues ||
            die "không tạo được vấn đề mẫu / making the demo issues failed"
        run_waiting "$ROOT/.venv/bin/python" manage.py create_demo_trips ||
            die "không tạo được chuyến đi mẫu / making the demo trips failed"
        rm -f "$unfinished"
    fi
    if [ "$serving" = no ]; then
        step "Xong, không chạy máy chủ (--no-serve) / done, not serving"
        return 0
    fi
    step "Chạy máy chủ / serving"
    serve_web
}

run_serve() {
    parse_options serve "$@"
    begin_steps 5
    prepare_site
    [ "$has_commune" = yes ] ||
        note "chưa có xã nào; nạp bằng: ./gandan manage import_commune THƯ_MỤC / no commune yet"
    step "Chạy máy chủ / serving"
    serve_web
}
