#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds Release and measures what Socketscope promises, beside what others do on the same machine at the same time.
usage="usage: scripts/bench.sh [--quick] [--runs N] [--rows LIST] [--dir DIR] [--app DIR]
  --quick     fewer and smaller runs: a look, not a result
  --runs N    medians of N runs (5; quick: 3)
  --rows LIST some groups of rows, with commas between: small, engines, deflate, large, latency, start, huge,
              memory, open, find
  --dir DIR   where the temporary files go (build/): a real disk, no tmpfs
  --app DIR   the programs of another build instead of those of this tree
Prints one table. Exit codes: 0 measured, whatever the figures; 1 a run failed; 2 wrong usage."
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=tests/bench/measure.sh
. "$root/tests/bench/measure.sh"
# shellcheck source=tests/bench/rows.sh
. "$root/tests/bench/rows.sh"
# shellcheck source=tests/bench/rows_engines.sh
. "$root/tests/bench/rows_engines.sh"
export LC_ALL=C.UTF-8

quick=false
runs=
known_rows=(small engines deflate large latency start huge memory open find)
rows=("${known_rows[@]}")
dir=$root/build
app=$root/build/bench/app
wrong_usage() {
    echo "$usage" >&2
    exit 2
}
while [[ $# -gt 0 ]]; do
    case $1 in
    --quick) quick=true ;;
    --runs | --rows | --dir | --app)
        [[ $# -ge 2 ]] || wrong_usage
        case $1 in
        --runs) runs=$2 ;;
        --rows) IFS=, read -ra rows <<<"$2" ;;
        --dir) dir=$(realpath -- "$2") ;;
        --app) app=$(realpath -- "$2") ;;
        esac
        shift
        ;;
    -h | --help) echo "$usage"; exit 0 ;;
    *) wrong_usage ;;
    esac
    shift
done

# Long enough that starting and ending do not matter, short enough to be done in a few minutes.
if $quick; then
    runs=${runs:-3}
    small_messages=1000000 large_messages=4096 memory_messages=1000000 latency_messages=4000 needed_mib=2000
else
    runs=${runs:-5}
    small_messages=3000000 large_messages=16384 memory_messages=10000000 latency_messages=10000 needed_mib=12000
fi
[[ $runs =~ ^[1-9][0-9]?$ && ${#rows[@]} -gt 0 ]] || wrong_usage
for group in "${rows[@]}"; do
    [[ " ${known_rows[*]} " == *" $group "* ]] || wrong_usage
done

build() {
    cd "$root" || return
    cmake --preset release -B build/bench -DSOCKETSCOPE_BENCH=ON -DBUILD_TESTING=OFF || return
    cmake --build build/bench -j "$(nproc)" --target socketscope socketscope-cli bench_programs
}
"$root/scripts/setup.sh"
load=$(cut -d ' ' -f 1 /proc/loadavg)
(quietly "Building" "$root/build/bench.log" build)
tools=$root/build/bench/tests/bench

mkdir -p "$dir"
if [[ $(df --output=avail -B1M "$dir" | tail -n 1) -lt $needed_mib ]]; then
    echo "The recordings may need $needed_mib MiB, more than is free in $dir; --dir chooses another folder." >&2
    exit 2
fi
work=$(mktemp -d "$dir/bench.XXXXXX")
display_pid=
finish() {
    local pid
    for pid in $server_pid $display_pid; do
        kill "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT
# The user's settings and sessions are none of the bench's business.
mkdir -m 700 "$work/runtime"
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/runtime

# --- What can be measured here -----------------------------------------------------------------------

ws_dir=$root/build/bench/ws
install_ws() {
    mkdir -p "$ws_dir"
    cp "$root/tests/bench/package.json" "$root/tests/bench/bench_count_ws.mjs" "$ws_dir" || return
    cd "$ws_dir" && npm install --no-package-lock --no-audit --no-fund --silent
}
no_ws=
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    no_ws='Node.js is not installed'
elif ! (install_ws) >"$work/out" 2>"$work/err" </dev/null; then
    no_ws='npm could not install ws'
fi

start_display() {
    Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" >"$work/display.log" 2>&1 </dev/null &
    display_pid=$!
    local tries
    for ((tries = 0; tries < 200; ++tries)); do
        if [[ -s $work/display ]]; then
            DISPLAY=:$(tr -d '[:space:]' <"$work/display")
            export DISPLAY
            return
        fi
        sleep 0.05
    done
    return 1
}
no_display=
if command -v Xvfb >/dev/null && start_display; then
    export QT_QPA_PLATFORM=xcb
    display="Xvfb, 1280 x 800"
else
    export QT_QPA_PLATFORM=offscreen
    display="none (QT_QPA_PLATFORM=offscreen): nothing reaches a screen"
    no_display='Xvfb is not installed, or does not start'
fi
unset WAYLAND_DISPLAY

no_cli='' no_window=''
[[ $("$app/socketscope-cli" --help) == *record* ]] || no_cli='this socketscope-cli has no "record"'
[[ $("$app/socketscope" --help) == *--record* ]] || no_window='this socketscope has no "--record"'

# --- The table ---------------------------------------------------------------------------------------

machine() {
    local cpu
    cpu=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
    echo "$(nproc) x ${cpu:-$(uname -m)}, load $load before"
}
ws_version() {
    if [[ -z $no_ws ]]; then
        echo "Node $(node --version), ws $(field version <"$ws_dir/node_modules/ws/package.json" | head -n 1)"
    else
        echo "$no_ws"
    fi
}
echo "Socketscope bench: medians of $runs, $small_messages messages of 128 B a run$($quick && echo ' (quick)')"
echo "Machine: $(machine). Display: $display. $(ws_version)."
if awk -v load="$load" -v cores="$(nproc)" 'BEGIN { exit !(load > cores / 4) }'; then
    echo "The machine is busy with something else: what counts time looks worse than it is."
fi
echo "A recording's time is from the handshake to the end of the process, a counter's from its open to its close."
echo

session_file=
start_server
table_head
for group in "${rows[@]}"; do
    "rows_$group"
done
if [[ $failures -gt 0 ]]; then
    echo "$failures runs failed." >&2
    exit 1
fi
