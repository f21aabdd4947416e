#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Asks clang-format whether all sources are in the style of .clang-format, and clang-tidy for what .clang-tidy has of src/, ui/
# and app/. clang-tidy reads the units of the build with sanitizers.
#   cmake --preset sanitize && cmake --build --preset sanitize && scripts/check-style.sh
# Exit codes: 0 all is well; 1 it is not, and where was printed; 2 there is no such build.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
# shellcheck source=scripts/common.sh
. scripts/common.sh
build=build/sanitize
if [[ ! -f $build/compile_commands.json ]]; then
    echo "There is no $build: configure and build with --preset sanitize first." >&2
    exit 2
fi

git ls-files -z '*.cpp' '*.h' | xargs -0 -n 100 -P "$(nproc)" clang-format --dry-run -Werror

# The units as they are compiled, five of the same options at a time: these options, and the units, with tabs between.
units() {
    sed -n 's/^  "command": "\(.*\)",\{0,1\}$/\1/p' "$build/compile_commands.json" | sed 's/\\\(.\)/\1/g' \
        | grep -E " $root/$build/(src|ui|app)/[^ ]*/Unity/[^ ]*\$" \
        | sed 's/^[^ ]* //; s/ -MD -MT [^ ]* -MF [^ ]*//; s/ -o [^ ]* -c / /; s/ \([^ ]*\)$/\t\1/' | sort -u \
        | awk -F '\t' '$1 != options || ++count > 5 { printf "%s%s", (NR > 1 ? "\n" : ""), $1; options = $1; count = 1 }
                       { printf "\t%s", $2 } END { print "" }'
}
judge() {
    (cd "$build" && eval "$large_pages clang-tidy --quiet --header-filter='^$root/(src|ui|app)/' $2 -- $1" 2>/dev/null)
}
# Half of the time goes into Qt's headers, which are read once for all units of a call. Where something in two of them is
# called the same, or clang-tidy has found something, each is read alone.
tidy() {
    local options unit all parts status=0
    IFS=$'\t' read -r -a parts <<<"$1"
    options=${parts[0]}
    all=$(mktemp "$root/$build/tidy-XXXXXX.cxx")
    # The shell that this runs in ends with it, when the name is known no more.
    trap "rm -f '$all'" EXIT
    printf '#include "%s"\n' "${parts[@]:1}" >"$all"
    if ! judge "$options" "$all" >/dev/null; then
        for unit in "${parts[@]:1}"; do
            judge "$options" "$unit" || status=1
        done
    fi
    return "$status"
}
export -f judge tidy
export build root
units | xargs -d '\n' -n 1 -P "$(nproc)" bash -c 'tidy "$1"' tidy || {
    echo "clang-tidy is not content." >&2
    exit 1
}
