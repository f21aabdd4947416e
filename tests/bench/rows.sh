# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by scripts/bench.sh: what is measured, one function for each group of rows that share their runs. All that a
# ratio compares runs within the same round, one after the other.
# Expects, beside what measure.sh does: $runs, the sizes from bench.sh, and no_cli, no_window, no_ws, no_display:
# empty, or why these cannot be measured.
# shellcheck disable=SC2154

# What the record costs: msg/s until all is stored and the program is gone, against those that only count.
rows_small() {
    local i drain cli window qt ws n=$small_messages query=size=128
    for ((i = 1; i <= runs; ++i)); do
        progress "128-byte messages, run $i of $runs"
        drain='' cli='' window='' qt='' ws=''
        run 60 "$tools/bench_drain" "${server_url##*:}" "/?n=$n&$query" &&
            drain=$(per_second "$n" "$(field seconds <"$work/out")")
        if [[ -z $no_cli ]] && record_run "$n" "$query"; then
            cli=$(per_second "$n" "$open_seconds")
        fi
        if [[ -z $no_window ]] && window_run "$n" "$query"; then
            window=$(per_second "$n" "$open_seconds")
            note stall_p99 "$(final_metric ui_stall_ms_p99)"
            note stall_max "$(final_metric ui_stall_ms_max)"
            note_ratio stall_p99_ratio "$(final_metric ui_stall_ms_p99)" 17
            note_ratio stall_max_ratio "$(final_metric ui_stall_ms_max)" 50
        fi
        count_qt "$n" "$query" && qt=$(per_second "$n" "$count_seconds")
        if [[ -z $no_ws ]] && count_ws "$n" "$query"; then
            ws=$(per_second "$n" "$count_seconds")
        fi
        note drain "$drain"
        note cli "$cli"
        note window "$window"
        note qt "$qt"
        note ws "$ws"
        note_ratio cli_700k "$cli" 700000
        note_ratio cli_ws "$cli" "$ws"
        note_ratio cli_qt "$cli" "$qt"
        note_ratio window_cli "$window" "$cli"
        note_ratio drain_qt "$drain" "$qt"
    done
    remove_recording
    progress ''
    row 'server into a bare reader, 128 B' "$(as_rate "$(median drain)" msg/s)" \
        "bare QWebSocket $(as_rate "$(median qt)" msg/s)" drain_qt '>= 1.50'
    if [[ -n $no_cli ]]; then
        row_missing 'record, 128 B, all stored' "$no_cli"
    else
        local measured
        measured=$(as_rate "$(median cli)" msg/s)
        row 'record, 128 B, all stored' "$measured" '700 k msg/s wanted' cli_700k '>= 1.00'
        if [[ -n $no_ws ]]; then
            row_missing 'record, beside ws that only counts' "$no_ws"
        else
            row 'record, beside ws that only counts' "$measured" "ws $(as_rate "$(median ws)" msg/s)" cli_ws '>= 0.90'
        fi
        row 'record, beside QWebSocket that only counts' "$measured" \
            "bare QWebSocket $(as_rate "$(median qt)" msg/s)" cli_qt
    fi
    if [[ -n $no_window ]]; then
        row_missing 'window, 128 B, all stored and shown' "$no_window"
        row_missing 'window, stalls in that flood' "$no_window"
        return
    fi
    if [[ -z $no_cli ]]; then
        row 'window, 128 B, all stored and shown' "$(as_rate "$(median window)" msg/s)" \
            "record $(as_rate "$(median cli)" msg/s)" window_cli '>= 0.80'
    fi
    row 'window, stalls in that flood, p99' "$(median stall_p99) ms" '17 ms allowed' stall_p99_ratio '<= 1.00'
    row 'window, stalls in that flood, longest' "$(median stall_max) ms" '50 ms allowed' stall_max_ratio '<= 1.00'
}

# write_plain N: sets plain_seconds, which a plain file of N times 64 KiB takes until the disk has it.
plain_seconds=
write_plain() {
    local began
    plain_seconds=
    began=$(now_us)
    run 300 dd if=/dev/zero of="$work/plain" bs=65536 count="$1" conv=fdatasync status=none || return
    plain_seconds=$(seconds_between "$began" "$ended_us")
    rm -f "$work/plain"
}

# Bytes a second. With messages of this size it may be the disk that is measured: a plain file stands beside it.
rows_large() {
    local i disk cli window qt n=$large_messages query=size=65536
    local bytes=$((n * 65536))
    for ((i = 1; i <= runs; ++i)); do
        progress "64 KiB messages, run $i of $runs"
        disk='' cli='' window='' qt=''
        write_plain "$n" && disk=$(per_second "$bytes" "$plain_seconds")
        if [[ -z $no_cli ]] && record_run "$n" "$query"; then
            cli=$(per_second "$bytes" "$open_seconds")
        fi
        if [[ -z $no_window ]] && window_run "$n" "$query"; then
            window=$(per_second "$bytes" "$open_seconds")
        fi
        count_qt "$n" "$query" && qt=$(per_second "$bytes" "$count_seconds")
        note disk "$disk"
        note cli_large "$cli"
        note window_large "$window"
        note qt_large "$qt"
        note_ratio cli_qt_large "$cli" "$qt"
        note_ratio window_qt_large "$window" "$qt"
        note_ratio cli_disk "$cli" "$disk"
    done
    remove_recording
    progress ''
    local beside
    beside="bare QWebSocket $(as_mebibytes "$(median qt_large)")"
    if [[ -n $no_cli ]]; then
        row_missing 'record, 64 KiB, all stored' "$no_cli"
    else
        row 'record, 64 KiB, all stored' "$(as_mebibytes "$(median cli_large)")" "$beside" cli_qt_large '>= 0.50'
        row 'record, beside a plain file on this disk' "$(as_mebibytes "$(median cli_large)")" \
            "written and synced $(as_mebibytes "$(median disk)")" cli_disk
    fi
    if [[ -n $no_window ]]; then
        row_missing 'window, 64 KiB, all stored and shown' "$no_window"
    else
        row 'window, 64 KiB, all stored and shown' "$(as_mebibytes "$(median window_large)")" "$beside" \
            window_qt_large '>= 0.50'
    fi
}

# resident_once_all_shown N: of the last line before the end with everything shown. The server waits with its Close
# frame so that there are such lines.
resident_once_all_shown() {
    grep -v '"final":true' "$work/metrics" | grep "\"shown\":$1[,}]" | tail -n 1 | field rss_mb || true
}

# Leaves the session file of $memory_messages messages as $session_file for rows_open.
rows_memory() {
    local i one two n=$memory_messages
    local title="window, resident after $((n / 1000000)) M messages"
    local title_twice="window, resident after $((2 * n / 1000000)) M messages"
    if [[ -n $no_window ]]; then
        row_missing "$title" "$no_window"
        row_missing "$title_twice" "$no_window"
        return
    fi
    for ((i = 1; i <= runs; ++i)); do
        progress "Memory, run $i of $runs"
        one='' two=''
        if window_run "$n" 'size=128&wait=4000'; then
            one=$(resident_once_all_shown "$n")
            if [[ -z $session_file ]]; then
                session_file=$work/session
                keep_recording "$session_file"
            fi
        fi
        window_run $((2 * n)) 'size=128&wait=4000' && two=$(resident_once_all_shown $((2 * n)))
        note resident "$one"
        note resident_twice "$two"
        note_ratio resident_180 "$one" 180
        note_ratio resident_growth "$two" "$one"
    done
    remove_recording
    progress ''
    row "$title" "$(median resident) MiB" '180 MiB allowed' resident_180 '<= 1.00'
    # Pages of the heap come and go: a twentieth is no growth.
    row "$title_twice" "$(median resident_twice) MiB" "$(median resident) MiB before" resident_growth '<= 1.05'
}

# One message of the largest size allowed. The server waits first, so that there are lines to compare with, and
# afterwards, so that there are lines of a window that has it behind it.
rows_huge() {
    local i before after
    if [[ -n $no_window ]]; then
        row_missing 'window, a message of 256 MiB' "$no_window"
        return
    fi
    for ((i = 1; i <= runs; ++i)); do
        progress "One message of 256 MiB, run $i of $runs"
        if window_run 1 'size=268435456&delay=2500&wait=6000'; then
            before=$(resident_while_idle)
            after=$(resident_once_all_shown 1)
            note huge_stall "$(final_metric ui_stall_ms_max)"
            note_ratio huge_stall_250 "$(final_metric ui_stall_ms_max)" 250
            note huge_before "$before"
            note huge_after "$after"
            note_ratio huge_growth "$after" "$before"
        fi
    done
    remove_recording
    progress ''
    row 'window, a message of 256 MiB, longest stall' "$(median huge_stall) ms" '250 ms allowed' huge_stall_250 \
        '<= 1.00'
    row 'window, resident after that message' "$(median huge_after) MiB" "$(median huge_before) MiB before it" \
        huge_growth '<= 1.10'
}

# The second line: connected, and nothing has come yet.
resident_while_idle() {
    sed -n 2p "$work/metrics" | field rss_mb
}

rows_latency() {
    local i n=$latency_messages
    for ((i = 1; i <= runs; ++i)); do
        progress "Socket to screen, run $i of $runs"
        if flood 90 "$tools/bench_latency" "$server_url/?n=$n&rate=1000&size=128" "$n"; then
            note latency "$(field median_ms <"$work/out")"
            note latency_p99 "$(field p99_ms <"$work/out")"
            note_ratio latency_33 "$(field median_ms <"$work/out")" 33
            note_ratio latency_p99_33 "$(field p99_ms <"$work/out")" 33
        fi
    done
    progress ''
    row 'socket to row on screen, 1,000/s, median' "$(median latency) ms" '33 ms allowed' latency_33 '<= 1.00'
    row 'socket to row on screen, 1,000/s, p99' "$(median latency_p99) ms" '33 ms' latency_p99_33
}

rows_start() {
    local i
    if [[ -n $no_display ]]; then
        row_missing 'start to painted window' "$no_display"
        row_missing 'window, resident after start' "$no_display"
        return
    fi
    # The first one reads the program from the disk.
    run 60 "$tools/bench_start" "$app/socketscope" || true
    for ((i = 1; i <= runs; ++i)); do
        progress "Start, run $i of $runs"
        if run 60 "$tools/bench_start" "$app/socketscope"; then
            note start "$(field painted_ms <"$work/out")"
            note start_resident "$(field rss_mb <"$work/out")"
            note_ratio start_300 "$(field painted_ms <"$work/out")" 300
            note_ratio start_80 "$(field rss_mb <"$work/out")" 80
        fi
    done
    progress ''
    row 'start to painted window' "$(median start) ms" '300 ms allowed' start_300 '<= 1.00'
    row 'window, resident after start' "$(median start_resident) MiB" '80 MiB allowed' start_80 '<= 1.00'
}

# The file of rows_memory, or one that the command line makes if the window could not. The file cache is warm.
rows_open() {
    local i n=$memory_messages
    local title="session of $((n / 1000000)) M messages, to first rows"
    if [[ -z $session_file && -z $no_cli ]]; then
        progress 'Making a session file to open'
        if record_run "$n" size=128; then
            session_file=$work/session
            keep_recording "$session_file"
        fi
    fi
    if [[ -z $session_file ]]; then
        row_missing "$title" "${no_cli:-there is no session file}"
        return
    fi
    for ((i = 1; i <= runs; ++i)); do
        progress "Opening, run $i of $runs"
        run 60 "$tools/bench_open" "$session_file" || continue
        if [[ $(field received <"$work/out") != "$n" ]]; then
            fail "the file has $(field received <"$work/out") of $n messages" || continue
        fi
        note open "$(field rows_ms <"$work/out")"
        note_ratio open_200 "$(field rows_ms <"$work/out")" 200
    done
    progress ''
    row "$title" "$(median open) ms" '200 ms allowed' open_200 '<= 1.00'
}

# find_round KEY FILTER COMMAND...: a filter in the window, then what finds the same in the messages as lines of text.
find_round() {
    local key=$1 filter=$2 began theirs=
    shift 2
    run 120 "$tools/bench_filter" "$work/find" "$filter" || return
    note "$key" "$(field all_ms <"$work/out")"
    note "$key"_first "$(field first_ms <"$work/out")"
    note find_stall "$(field stall_p99_ms <"$work/out")"
    note find_peak "$(field peak_mb <"$work/out")"
    note_ratio find_stall_17 "$(field stall_p99_ms <"$work/out")" 17
    note_ratio find_first_100 "$(field first_ms <"$work/out")" 100
    note_ratio "$key"_asked "$(field all_ms <"$work/out")" "$find_asked"
    found=$(field matches <"$work/out")
    local ours
    ours=$(field all_ms <"$work/out")
    if [[ $# -gt 0 ]]; then
        began=$(now_us)
        run 120 "$@" || return
        theirs=$(awk -v s="$(seconds_between "$began" "$ended_us")" 'BEGIN { print s * 1000 }')
        if [[ $(head -n 1 "$work/out") != "$found" ]]; then
            fail "$1 finds $(head -n 1 "$work/out"), the filter $found"
            return
        fi
        note "$key"_theirs "$theirs"
        note_ratio "$key"_ratio "$ours" "$theirs"
    fi
}

# find_row KEY TITLE TOOL ASKED_MS
find_row() {
    row "$2" "$(median "$1") ms" "$4 ms allowed for 10 M" "$1"_asked '<= 1.00'
    if [[ -n $(median "$1"_ratio) ]]; then
        row "  beside $3 on the text" "$(median "$1") ms" "$3 $(median "$1"_theirs) ms" "$1"_ratio
    fi
}

# Of $memory_messages messages; what is allowed for 10 million is scaled to them.
rows_find() {
    local i n=$memory_messages find_asked found
    progress 'Making a session to find in'
    if ! run 600 "$tools/bench_session" "$work/find" "$n" "$work/find.txt"; then
        row_missing 'finding in a session' 'it could not be made'
        return
    fi
    local rg=() grep_word=(grep -c BTC-USD "$work/find.txt") jq=()
    command -v rg >/dev/null && rg=(rg -c 'ETH-USD","p":6[45][0-9]+' "$work/find.txt")
    # shellcheck disable=SC2016
    command -v jq >/dev/null && jq=(jq -n 'reduce inputs as $m (0; if $m.p > 69000 then . + 1 else . end)' "$work/find.txt")
    for ((i = 1; i <= runs; ++i)); do
        progress "Finding, run $i of $runs"
        find_asked=$((n / 5000)) && find_round find_word BTC-USD "${grep_word[@]}"
        find_asked=$((n / 5000)) && find_round find_fold btc-usd grep -ci btc-usd "$work/find.txt"
        find_asked=$((n * 3 / 5000)) && find_round find_regex '/ETH-USD","p":6[45][0-9]+/' "${rg[@]}"
        # jq takes half a minute for 10 million: once is enough.
        [[ $i -eq 1 ]] || jq=()
        find_asked=$((n * 3 / 5000)) && find_round find_path '$.p>69000' "${jq[@]}"
    done
    rm -f "$work/find"*
    progress ''
    local of="in $((n / 1000000)) M messages"
    find_row find_word "a word $of" grep 2000
    find_row find_fold "a word, any case, $of" 'grep -i' 2000
    find_row find_regex "a regular expression $of" rg 6000
    find_row find_path "a JSON comparison $of" jq 6000
    row 'first hits of these painted' "$(median find_path_first) ms" '100 ms allowed' find_first_100 '<= 1.00'
    row 'window, stalls meanwhile, p99' "$(median find_stall) ms" '17 ms allowed' find_stall_17 '<= 1.00'
    note_ratio find_peak_180 "$(median find_peak)" 180
    row 'window, resident at most meanwhile' "$(median find_peak) MiB" '180 MiB allowed' find_peak_180 '<= 1.00'
}
