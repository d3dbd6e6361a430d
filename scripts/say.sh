# shellcheck shell=sh
# What the script tells people: Vietnamese first, a short English after a slash.

# die MESSAGE [EXIT_CODE]: say what is wrong and what to do, then stop.
die() {
    printf 'gandan: %s\n' "$1" >&2
    exit "${2:-1}"
}

note() {
    printf '      %s\n' "$1"
}

# begin_steps TOTAL, then step TEXT prints "[1/TOTAL] TEXT".
begin_steps() {
    steps_total=$1
    steps_done=0
}

step() {
    steps_done=$((steps_done + 1))
    printf '[%s/%s] %s\n' "$steps_done" "$steps_total" "$1"
}
