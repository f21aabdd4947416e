# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by scripts/bench.sh, as rows.sh is: our engines against each other, and compression.
# shellcheck disable=SC2154

# Our own engines, one after the other in each round and each of them first in turn: what they take alone (with
# nothing behind them but a counter), and what is left of the difference when all is stored (and shown).
rows_engines() {
    local i engine n=$small_messages query=size=128
    local -A bare=() cli=() window=()
    for ((i = 1; i <= runs; ++i)); do
        progress "Engines, run $i of $runs"
        local order=(native qt)
        [[ $((i % 2)) -eq 1 ]] || order=(qt native)
        for engine in "${order[@]}"; do
            bare[$engine]='' cli[$engine]='' window[$engine]=''
            count_engine "$engine" "$n" "$query" && bare[$engine]=$(per_second "$n" "$count_seconds")
            if [[ -z $no_cli ]] && record_run "$n" "$query" --engine "$engine"; then
                cli[$engine]=$(per_second "$n" "$open_seconds")
            fi
            if [[ -z $no_window ]] && window_run "$n" "$query" --engine "$engine"; then
                window[$engine]=$(per_second "$n" "$open_seconds")
            fi
            note bare_"$engine" "${bare[$engine]}"
            note cli_"$engine" "${cli[$engine]}"
            note window_"$engine" "${window[$engine]}"
        done
        note_ratio bare_engines "${bare[native]}" "${bare[qt]}"
        note_ratio cli_engines "${cli[native]}" "${cli[qt]}"
        note_ratio window_engines "${window[native]}" "${window[qt]}"
    done
    remove_recording
    progress ''
    engines_row bare 'engine native that only counts, 128 B' ''
    engines_row cli 'record with engine native, 128 B' "$no_cli"
    engines_row window 'window with engine native, 128 B' "$no_window"
}

# engines_row KEY TITLE WHY-NOT
engines_row() {
    if [[ -n $3 ]]; then
        row_missing "$2" "$3"
    else
        row "$2" "$(as_rate "$(median "$1"_native)" msg/s)" "engine qt $(as_rate "$(median "$1"_qt)" msg/s)" \
            "$1"_engines '>= 1.00'
    fi
}

# Messages compressed one by one, beside others of the same size as they are. For the counters they are the very
# same ones, so that inflating is all that differs; a record always offers compression, and gets plainer ones.
rows_deflate() {
    deflate_rows small "$small_messages" 128 '128 B'
    deflate_rows large "$((large_messages / 4))" 65536 '64 KiB'
}

# deflate_figure SIZE FIGURE: messages a second as what counts for such messages.
deflate_figure() {
    if [[ $1 -lt 4096 ]]; then
        as_rate "$2" msg/s
    else
        as_mebibytes "$(awk -v v="${2:-0}" -v size="$1" 'BEGIN { printf "%.0f", v * size }')"
    fi
}

# deflate_rows KEY N SIZE SIZE-IN-WORDS
deflate_rows() {
    local i plain deflated bare cli n=$2 query="size=$3&deflate=1" key=deflate_$1
    for ((i = 1; i <= runs; ++i)); do
        progress "Compressed messages of $4, run $i of $runs"
        plain='' deflated='' bare='' cli=''
        count_engine native-plain "$n" "$query" && plain=$(per_second "$n" "$count_seconds")
        if count_engine native "$n" "$query"; then
            deflated=$(per_second "$n" "$count_seconds")
            note "$key"_share "$(wire_share)"
        fi
        if [[ -z $no_cli ]]; then
            record_run "$n" "size=$3" && bare=$(per_second "$n" "$open_seconds")
            record_run "$n" "$query" && cli=$(per_second "$n" "$open_seconds")
        fi
        note "$key"_plain "$plain"
        note "$key" "$deflated"
        note "$key"_bare "$bare"
        note "$key"_cli "$cli"
        note_ratio "$key"_ratio "$deflated" "$plain"
        note_ratio "$key"_cli_ratio "$cli" "$bare"
    done
    remove_recording
    progress ''
    local share
    share=$(awk -v v="$(median "$key"_share)" 'BEGIN { printf "%.0f %%", v * 100 }')
    row "native that only counts, $4 in $share" "$(deflate_figure "$3" "$(median "$key")")" \
        "uncompressed $(deflate_figure "$3" "$(median "$key"_plain)")" "$key"_ratio
    if [[ -n $no_cli ]]; then
        row_missing "record, $4 compressed" "$no_cli"
    else
        row "record, $4 compressed, all stored" "$(deflate_figure "$3" "$(median "$key"_cli)")" \
            "uncompressed $(deflate_figure "$3" "$(median "$key"_bare)")" "$key"_cli_ratio
    fi
}
