#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Sets up what is missing, builds Socketscope and opens it.
#   scripts/run.sh               the window on the built-in demo feed
#   scripts/run.sh [arguments]   the program with these arguments; --help lists them
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

if [[ $# -eq 0 ]]; then
    set -- --demo
fi

needs_display=true
for argument in "$@"; do
    case $argument in
    -h | --help | --help-all | -v | --version) needs_display=false ;;
    esac
done
if $needs_display && [[ -z ${DISPLAY-}${WAYLAND_DISPLAY-}${QT_QPA_PLATFORM-} ]]; then
    echo "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set." >&2
    exit 1
fi

"$root/scripts/setup.sh"

build() {
    cd "$root" || return
    if [[ ! -f build/release/build.ninja ]]; then
        cmake --preset release || return
    fi
    cmake --build --preset release --target socketscope
}
# In a shell of its own: the program starts in the folder of the caller, whose file names may be relative.
(quietly "Building Socketscope" "$root/build/run.log" build)

exec "$root/build/release/app/socketscope" "$@"
