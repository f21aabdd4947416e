#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Asks clang-format whether all sources are in the style of .clang-format, and clang-tidy for what .clang-tidy has of src/, ui/
# and app/. clang-tidy reads the units of the build with sanitizers, in which headers are read once for sixteen sources.
#   cmake --preset sanitize && cmake --build --preset sanitize && scripts/check-style.sh
# Exit codes: 0 all is well; 1 it is not, and where was printed; 2 there is no such build.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
build=build/sanitize
if [[ ! -f $build/compile_commands.json ]]; then
    echo "There is no $build: configure and build with --preset sanitize first." >&2
    exit 2
fi

git ls-files -z '*.cpp' '*.h' | xargs -0 -n 100 -P "$(nproc)" clang-format --dry-run -Werror

tidy() {
    local output
    if ! output=$(clang-tidy -p "$build" --quiet --header-filter="^$root/(src|ui|app)/" "$1" 2>/dev/null); then
        printf '%s\n' "$output"
        return 1
    fi
}
export -f tidy
export build root
sed -n 's/^  "file": "\(.*\)",\{0,1\}$/\1/p' "$build/compile_commands.json" | grep -E "^$root/$build/(src|ui|app)/.*/Unity/" \
    | xargs -d '\n' -n 1 -P "$(nproc)" bash -c 'tidy "$1"' tidy || {
    echo "clang-tidy is not content." >&2
    exit 1
}
