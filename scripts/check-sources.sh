#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Compiles each source and each header of the product alone, without unity units and without the product's precompiled
# headers, so that every file includes what it uses. Nothing is generated; warnings are errors.
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

# The commands as CMake would run them, that write nothing, each on one line: options, a tab, the source.
commands() {
    sed -n 's/^  "command": "\(.*\)",\{0,1\}$/\1/p' "$build/compile_commands.json" | sed 's/\\\(.\)/\1/g' \
        | grep -v '_moc/all.cpp' | sed 's|^/[^ ]*/ccache ||; s/ -o [^ ]* -c / /; s/ \([^ ]*\)$/\t\1/' | sort -u
}
# A header whose source includes it first compiles with that source; the others are included into
# nothing, with the options of a source of that part.
own_header() {
    local header=${1%.cpp}.h name
    name=${header#"$root"/}
    [[ -f $1 && -f $header && $(grep -m 1 '^#include' "$1") == "#include \"${name#src/}\"" ]] && echo "$header"
}
other_headers() {
    local header
    for header in $(git ls-files 'src/*.h' 'ui/*.h' 'app/*.h' | grep -v '/pch\.h$'); do
        if ! own_header "$root/${header%.h}.cpp" >/dev/null; then
            printf '%s\t%s\n' "$(grep -m 1 $'\t'"$root/${header%%/*}/" "$list.sources" | cut -f 1)" "$root/$header"
        fi
    done
}

# Half of the time would go into reading the same headers of Qt. So what a file's own header, or else the file itself,
# includes of Qt anyway is precompiled. That hides nothing as long as each class below brings along the header that stands
# for it, no such #include stands under an #if, and every header of ours is checked, too: one that comes before Qt's in a
# file would be given Qt's.
base_of() {
    local first names
    first=$(own_header "$1") || first=$1
    names=$(sed -n 's/^#include <\(Q[A-Za-z]*\)>.*/\1/p' "$first")
    if grep -qxE 'Q(Widget|Dialog|Frame|Label|MainWindow|AbstractButton|PushButton|ToolButton|LineEdit|PlainTextEdit|ComboBox|TabBar|TabWidget|ScrollBar|ScrollArea|AbstractScrollArea|Splitter|SpinBox|DoubleSpinBox|TableView|TreeView|ListView|Menu)' <<<"$names"; then
        echo QWidget
    elif grep -qxE 'Q(Object|Thread|Timer|Abstract(Item|List|Table)Model|TcpSocket|SslSocket|IODevice|Action|StyledItemDelegate|SyntaxHighlighter)' <<<"$names"; then
        echo QObject
    elif grep -qxE 'Q(String|StringList|Url|JsonObject|JsonDocument|Variant)' <<<"$names"; then
        echo QString
    fi
}
precompiled() {
    local options=$1 base=$2
    echo "$build/$(cksum <<<"$options" | cut -d ' ' -f 1)-$base.pch"
}

check() {
    local options=$1 file=$2 base=$3 output
    if [[ -n $base ]]; then
        options+=" -include-pch $root/$(precompiled "$1" "$base")"
    fi
    if [[ $file == *.h ]]; then
        file="-x c++ -include $file /dev/null"
    fi
    if ! output=$(cd "$build" && eval "$options -fsyntax-only $file" 2>&1); then
        printf '== %s\n%s\n' "$2" "$output"
        return 1
    fi
}
precompile() {
    local out
    out=$root/$(precompiled "$1" "$2")
    echo "#include <$2>" >"$out.h"
    (cd "$build" && eval "$1 -x c++-header $out.h -o $out")
}
export -f check precompile precompiled
export build root

list=$(mktemp)
trap 'rm -f "$list" "$list.sources"' EXIT
commands >"$list.sources"
{
    cat "$list.sources"
    other_headers
} | while IFS=$'\t' read -r options file; do
    printf '%s\0%s\0%s\0' "$options" "$file" "$([[ $CXX != *clang* ]] || base_of "$file")"
done >"$list"
xargs -0 -n 3 bash -c '[[ -z $3 ]] || printf "%s\t%s\n" "$1" "$3"' each <"$list" | sort -u | tr '\t\n' '\0\0' \
    | xargs -0 -r -n 2 -P "$(nproc)" bash -c 'precompile "$@"' precompile || {
    echo "A header of Qt could not be precompiled." >&2
    exit 1
}
if ! xargs -0 -n 3 -P "$(nproc)" bash -c 'check "$@"' check <"$list"; then
    echo "Some files do not compile alone." >&2
    exit 1
fi
echo "$(($(tr -cd '\0' <"$list" | wc -c) / 3)) files compile alone."
