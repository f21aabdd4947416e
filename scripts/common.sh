# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by the scripts beside it and by .ci/run; runs nothing by itself.

# With this in its environment, clang's memory comes in large pages where the system gives some to who asks: reading
# headers takes a fifth less time, compiling a twentieth.
export large_pages=GLIBC_TUNABLES=glibc.malloc.hugetlb=1

# quietly TITLE LOG COMMAND...: runs the command with all it says in the file LOG. On standard error: the title,
# on a terminal also how far the build is, and the whole log if the command fails. Returns what it returned.
# Needs `set -o pipefail`. A function given as the command runs without `set -e`.
quietly() {
    local title=$1 log=$2 status=0
    shift 2
    mkdir -p "$(dirname "$log")"
    if [[ -t 2 ]]; then
        "$@" 2>&1 </dev/null | tee "$log" | show_progress "$title" >&2 || status=$?
    else
        echo "$title" >&2
        "$@" >"$log" 2>&1 </dev/null || status=$?
    fi
    if [[ $status -ne 0 ]]; then
        cat "$log" >&2
        echo "$title: failed (exit code $status). The log is $log" >&2
    fi
    return "$status"
}

# Rewrites one line of the terminal with the [3/120] that Ninja starts its lines with.
show_progress() {
    local line
    printf '%s' "$1"
    while IFS= read -r line; do
        if [[ $line =~ ^\[[0-9]+/[0-9]+\] ]]; then
            printf '\r\033[K%s %s' "$1" "${BASH_REMATCH[0]}"
        fi
    done
    printf '\r\033[K%s\n' "$1"
}
