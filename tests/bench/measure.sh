# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by scripts/bench.sh: runs programs against the flooding server, keeps figures, prints rows.
# Expects $work (a folder of its own), $tools (the bench's programs), $ws_dir and $app (the programs under test).
# Some of what is set here is for rows.sh:
# shellcheck disable=SC2034,SC2154

declare -A values=() # KEY -> figures, one of each run
failures=0

# --- Figures ---------------------------------------------------------------------------------------

# note KEY FIGURE: one more run's figure. An empty one (the run failed) is left out.
note() {
    if [[ -n $2 ]]; then
        values[$1]="${values[$1]-} $2"
    fi
}

# note_ratio KEY A B: A / B, of the same round.
note_ratio() {
    if [[ -n $2 && -n $3 ]]; then
        note "$1" "$(awk -v a="$2" -v b="$3" 'BEGIN { if (b > 0) printf "%.4f", a / b }')"
    fi
}

# median KEY; spread KEY: "0.91..0.97"
median() {
    tr ' ' '\n' <<<"${values[$1]-}" | sed '/^$/d' | sort -g | awk '
        { v[NR] = $1 }
        END { if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
spread() {
    tr ' ' '\n' <<<"${values[$1]-}" | sed '/^$/d' | sort -g | awk '
        { v[NR] = $1 }
        END { if (NR) printf "%.2f..%.2f", v[1], v[NR] }'
}

# per_second COUNT SECONDS; nothing if the run failed
per_second() {
    if [[ -n $2 ]]; then
        awk -v n="$1" -v s="$2" 'BEGIN { if (s > 0) printf "%.0f", n / s }'
    fi
}

# as_rate FIGURE UNIT: "734 k msg/s"
as_rate() {
    awk -v v="${1:-0}" -v unit="$2" 'BEGIN {
        if (v >= 1e6) printf "%.2f M %s", v / 1e6, unit
        else printf "%.0f k %s", v / 1e3, unit }'
}
as_mebibytes() {
    awk -v v="${1:-0}" 'BEGIN { printf "%.0f MiB/s", v / 1048576 }'
}

# now_us; seconds_between US US
now_us() {
    echo "${EPOCHREALTIME/[.,]/}"
}
seconds_between() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.6f", (b - a) / 1e6 }'
}

# field NAME: of the JSON line on standard input
field() {
    sed -n 's/.*"'"$1"'":[[:space:]]*"\{0,1\}\([^,}"]*\).*/\1/p'
}

# --- Rows ------------------------------------------------------------------------------------------

row_format='%-42s %15s  %-29s %6s %13s  %-7s %s\n'

table_head() {
    # shellcheck disable=SC2059
    printf "$row_format" 'what' 'measured' 'beside' 'ratio' 'of all runs' 'target' ''
    printf '%0.s-' {1..124}
    echo
}

# row TITLE MEASURED BESIDE RATIO-KEY [TARGET]: TARGET as ">= 0.90", or none for a figure that has none.
row() {
    local ratio verdict=
    ratio=$(median "$4")
    if [[ -z $ratio ]]; then
        row_missing "$1" "failed, see above"
        return
    fi
    if [[ -n ${5-} ]]; then
        verdict=$(awk -v ratio="$ratio" -v op="${5%% *}" -v target="${5##* }" 'BEGIN {
            print (op == ">=" ? ratio >= target : ratio <= target) ? "ok" : "MISSED" }')
    fi
    # shellcheck disable=SC2059
    printf "$row_format" "$1" "$2" "$3" "$(awk -v v="$ratio" 'BEGIN { printf "%.2f", v }')" "$(spread "$4")" "${5--}" "$verdict"
}

row_missing() {
    printf '%-42s %15s  (%s)\n' "$1" 'not measured' "$2"
}

progress() {
    if [[ -t 2 ]]; then
        printf '\r\033[K%s' "$*" >&2
    fi
}

# --- Programs --------------------------------------------------------------------------------------

server_pid=
server_url=
start_server() {
    "$tools/bench_flood" >"$work/server.log" 2>"$work/server.err" </dev/null &
    server_pid=$!
    local tries
    for ((tries = 0; tries < 100; ++tries)); do
        server_url=$(head -n 1 "$work/server.log")
        if [[ -n $server_url ]]; then
            return
        fi
        sleep 0.05
    done
    echo "The server of the bench does not start: $(cat "$work/server.err")" >&2
    return 1
}

connections_served() {
    grep -c '^{' "$work/server.log" || true
}

# fail WHAT: says why a run does not count; the row goes on without it.
fail() {
    failures=$((failures + 1))
    progress ''
    echo "bench: $*" >&2
    if [[ -s $work/err ]]; then
        tail -n 5 "$work/err" >&2
    fi
    return 1
}

# run LIMIT COMMAND...: its output goes to $work/out. Sets ended_us.
ended_us=0
run() {
    local limit=$1 status=0
    shift
    # In the foreground, so that Ctrl-C reaches it.
    timeout --foreground --kill-after=5 "$limit" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
    ended_us=$(now_us)
    case $status in
    0) ;;
    124 | 137) fail "$(basename "$1") was not done after $limit s" ;;
    *) fail "$(basename "$1") ended with exit code $status" ;;
    esac
}

# flood LIMIT COMMAND...: a run that makes one connection to the server. Sets open_seconds, from right before the
# server answered the handshake to the end of the process; with $work/metrics, to the last line written there, when
# all is stored (and shown): closing the file comes after it, synchronizes the disk and loses nothing by a kill.
open_seconds=
flood() {
    local before tries opened
    open_seconds=
    before=$(connections_served)
    run "$@" || return
    for ((tries = 0; tries < 100 && $(connections_served) <= before; ++tries)); do
        sleep 0.02
    done
    opened=$(tail -n 1 "$work/server.log" | field opened_us)
    if [[ $(connections_served) -le $before || ${opened:-0} -eq 0 ]]; then
        fail "$(basename "$2") did not connect"
        return
    fi
    if [[ -s $work/metrics ]]; then
        ended_us=$(stat -c %.6Y "$work/metrics" | tr -d .)
    fi
    open_seconds=$(seconds_between "$opened" "$ended_us")
}

# wire_share: bytes on the wire to bytes of payload, of the connection that the server served last.
wire_share() {
    tail -n 1 "$work/server.log" | awk '{
        match($0, /"bytes":[0-9]+/); bytes = substr($0, RSTART + 8, RLENGTH - 8)
        match($0, /"wire_bytes":[0-9]+/); wire = substr($0, RSTART + 13, RLENGTH - 13)
        if (bytes > 0) printf "%.4f", wire / bytes }'
}

# Enough for 20,000 messages a second.
limit_for() {
    echo $(($1 / 20000 + 60))
}

# count_qt N QUERY, count_ws N QUERY, and count_engine: set count_seconds, from the open to the close as the client sees them.
count_seconds=
count_with() {
    local n=$1 query=$2
    shift 2
    count_seconds=
    flood "$(limit_for "$n")" "$@" "$server_url/?n=$n&$query" || return
    if [[ $(field messages <"$work/out") != "$n" ]]; then
        fail "$(basename "$1") counted $(field messages <"$work/out") of $n messages"
        return
    fi
    count_seconds=$(field seconds <"$work/out")
}
count_qt() { count_with "$1" "$2" "$tools/bench_count_qt"; }
# count_engine ENGINE N QUERY: one of our own engines, see bench_count.cpp.
count_engine() { count_with "$2" "$3" "$tools/bench_count" "$1"; }
count_ws() { count_with "$1" "$2" node "$ws_dir/bench_count_ws.mjs"; }

# check_counts N NAME...: the last line of the metrics must have N in each.
check_counts() {
    local n=$1 name line
    shift
    line=$(grep '"final":true' "$work/metrics" | tail -n 1 || true)
    for name in "$@"; do
        if [[ $(field "$name" <<<"$line") != "$n" ]]; then
            fail "lost messages? $name is $(field "$name" <<<"$line") of $n"
            return
        fi
    done
}

final_metric() {
    grep '"final":true' "$work/metrics" | tail -n 1 | field "$1"
}

remove_recording() {
    # With what SQLite and a lock may have left beside it.
    rm -f "$work/recording"*
}

# keep_recording FILE: with what SQLite has left beside it, which belongs to it.
keep_recording() {
    local suffix
    for suffix in '' -wal -shm; do
        if [[ -e $work/recording$suffix ]]; then
            mv "$work/recording$suffix" "$1$suffix"
        fi
    done
}

# record_run N QUERY [OPTION...]: the command line records into $work/recording. Sets open_seconds.
record_run() {
    local n=$1 query=$2
    shift 2
    remove_recording
    rm -f "$work/metrics"
    flood "$(limit_for "$n")" "$app/socketscope-cli" record "$server_url/?n=$n&$query" \
        -o "$work/recording" --metrics "$work/metrics" "$@" && check_counts "$n" received stored && return
    open_seconds=
    return 1
}

# window_run N QUERY [OPTION...]: the same with the window.
window_run() {
    local n=$1 query=$2
    shift 2
    remove_recording
    rm -f "$work/metrics"
    flood "$(limit_for "$n")" "$app/socketscope" "$server_url/?n=$n&$query" \
        --record "$work/recording" --metrics "$work/metrics" --quit-after-close "$@" && check_counts "$n" received stored shown && return
    open_seconds=
    return 1
}
