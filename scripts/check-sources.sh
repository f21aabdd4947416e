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
        | grep -v '_moc/all.cpp' | sed 's/ -o [^ ]* -c / /; s/ \([^ ]*\)$/\t\1/' | sort -u
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

# Most of the time would go into reading the same headers of Qt. So the largest of these that a file includes anyway, by
# itself or by headers of ours, is precompiled. That hides nothing, as each header of ours is checked, too: of one that
# comes before Qt's in a file it would hide what it lacks. Prints each file of ours, a tab, and its header, if it has one.
bases() {
    git ls-files '*.h' '*.cpp' | grep -E '^(src|ui|app)/' | xargs awk '
        BEGIN {
            split("QByteArray QString QObject QWidget", base)
            count = split("Q(Map|BitArray|MetaType) " \
                "Q(List|Hash|Set|String|StringList|Url|Json(Object|Document)|Variant|DateTime|Debug|Locale|RegularExpression|Color|Font|Icon|Pixmap|Painter|Palette) " \
                "Q(Object|Thread|Timer|Abstract(Item|List|Table)Model|TcpSocket|SslSocket|IODevice|CoreApplication|Action|ItemSelectionModel|Style|Application|[HV]?BoxLayout|GridLayout|FormLayout) " \
                "Q(Dialog|Frame|Label|MainWindow|AbstractButton|PushButton|ToolButton|CheckBox|LineEdit|PlainTextEdit|ComboBox|Tab(Bar|Widget)|Scroll(Bar|Area)|AbstractScrollArea|Splitter|(Double)?SpinBox|(Table|Tree|List|Header|AbstractItem)View|Menu(Bar)?|StyledItemDelegate|ToolTip)", like)
        }
        /^#include <Q/ {
            split($2, part, "[<>]")
            for (i = count; i > 0 && !(part[2] ~ "^(" base[i] "|" like[i] ")$"); --i) {}
            if (i > level[FILENAME]) level[FILENAME] = i
        }
        /^#include "/ { split($2, part, "\""); includes[FILENAME] = includes[FILENAME] " " part[2] }
        function of(file,   names, n, i, path, l) {
            if (file in done) return level[file] + 0
            done[file] = 1
            n = split(includes[file], names, " ")
            for (i = 1; i <= n; ++i) {
                path = (names[i] ~ "^(ui|app)/") ? names[i] : "src/" names[i]
                l = of(path)
                if (l > level[file]) level[file] = l
            }
            return level[file] + 0
        }
        { files[FILENAME] = 1 }
        END { for (file in files) print file "\t" base[of(file)] }'
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
    if ! output=$(cd "$build" && eval "$large_pages $options -fsyntax-only $file" 2>&1); then
        printf '== %s\n%s\n' "$2" "$output"
        return 1
    fi
}
precompile() {
    local out
    out=$root/$(precompiled "$1" "$2")
    echo "#include <$2>" >"$out.h"
    # Templates that the header itself uses are instantiated once, in it, rather than again for each file.
    (cd "$build" && eval "$large_pages $1 -fpch-instantiate-templates -x c++-header $out.h -o $out")
}
export -f check precompile precompiled
export build root

list=$(mktemp)
trap 'rm -f "$list" "$list.sources"' EXIT
commands >"$list.sources"
declare -A base_of
if [[ $CXX == *clang* ]]; then
    while IFS=$'\t' read -r file base; do
        base_of[$file]=$base
    done < <(bases)
fi
{
    cat "$list.sources"
    other_headers
} | while IFS=$'\t' read -r options file; do
    printf '%s\0%s\0%s\0' "$options" "$file" "${base_of[${file#"$root"/}]-}"
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
