#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Compiles each source and each header of the product alone, without a precompiled header and without unity units,
# so that every file includes what it uses. Nothing is generated; warnings are errors.
#   scripts/check-sources.sh           with clang, if it is installed
#   CXX=g++ scripts/check-sources.sh   with another compiler
# Exit codes: 0 all compile; 1 some do not, and their names and what is wrong with them were printed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
# shellcheck source=scripts/common.sh
. scripts/common.sh
if [[ -z ${CXX-} ]]; then
    CXX=$(command -v clang++ || command -v g++)
fi
export CXX

build=build/sources-$(basename "$CXX")
configure() {
    cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER="$CXX" -DSOCKETSCOPE_WERROR=ON \
        -DSOCKETSCOPE_UNITY=OFF -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DBUILD_TESTING=OFF
}
quietly "Configuring for single sources" "$build.log" configure

# The commands as CMake would run them, each on one line, that write nothing.
commands() {
    sed -n 's/^  "command": "\(.*\)",\{0,1\}$/\1/p' "$build/compile_commands.json" | sed 's/\\\(.\)/\1/g' \
        | grep -v '_moc/all.cpp' | sed "s|^/[^ ]*/ccache ||" | sed 's/ -o [^ ]* -c / -fsyntax-only /' | sort -u
}
# A header whose source includes it first compiles with that source; the others are included into
# nothing, with the options of a source of that part.
header_commands() {
    local header source options
    for header in $(git ls-files 'src/*.h' 'ui/*.h' 'app/*.h' | grep -v '/pch\.h$'); do
        source=${header%.h}.cpp
        if [[ -f $source && $(grep -m 1 '^#include' "$source") == "#include \"${header#src/}\"" ]]; then
            continue
        fi
        options=$(sed -n "\\# $root/${header%%/*}/#{s/ [^ ]*\$//p;q}" "$list.sources")
        echo "$options -x c++ /dev/null -include $root/$header"
    done
}
check() {
    local command=$1 output
    if ! output=$(cd "$build" && eval "$command" 2>&1); then
        printf '== %s\n%s\n' "${command##* }" "$output"
        return 1
    fi
}
export -f check
export build
list=$(mktemp)
trap 'rm -f "$list" "$list.sources"' EXIT
commands >"$list.sources"
{
    cat "$list.sources"
    header_commands
} | tr '\n' '\0' >"$list"
if ! xargs -0 -n 1 -P "$(nproc)" bash -c 'check "$1"' check <"$list"; then
    echo "Some files do not compile alone." >&2
    exit 1
fi
echo "$(tr -cd '\0' <"$list" | wc -c) files compile alone."
