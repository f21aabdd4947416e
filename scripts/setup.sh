#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what building, running and testing Socketscope needs, on Debian 12, Ubuntu 24.04 and later.
# Silent when nothing is missing.  --clang adds what sanitizers, fuzz targets and checks of the style need.
set -euo pipefail

packages=(
    g++ cmake ninja-build
    qt6-base-dev qt6-websockets-dev libsqlite3-dev libroaring-dev libpcre2-dev
    libmsgpack-cxx-dev rapidjson-dev libyaml-cpp-dev zlib1g-dev libzstd-dev qtkeychain-qt6-dev
    # Nothing below is needed to compile: without them wss:// trusts nobody, text is boxes and WebP is not shown.
    ca-certificates fonts-dejavu-core qt6-image-formats-plugins
)

usage="usage: scripts/setup.sh [--clang]"
for argument in "$@"; do
    case $argument in
    # The linker and the symbolizer are what clang's sanitizers call; neither comes with clang itself.
    --clang) packages+=(clang clang-format clang-tidy libclang-rt-dev lld llvm) ;;
    -h | --help) echo "$usage"; exit 0 ;;
    *) echo "$usage" >&2; exit 2 ;;
    esac
done

# Qt's plug-in for Wayland is a package of its own; without it a session that has no XWayland shows no window.
if [[ -n ${WAYLAND_DISPLAY-} ]]; then
    packages+=(qt6-wayland)
fi

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "This system has no apt, so nothing is installed. Socketscope needs a C++20 compiler, CMake 3.22, Ninja," \
        "Qt 6.4 or later (Core, Network, Widgets, Test, WebSockets), SQLite, CRoaring, PCRE2, msgpack-cxx, RapidJSON, yaml-cpp, zlib, zstd, QtKeychain, certificates and a font." >&2
    exit 0
fi

installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
missing=()
for package in "${packages[@]}"; do
    if [[ $'\n'$installed$'\n' != *$'\n'"installed $package"$'\n'* ]]; then
        missing+=("$package")
    fi
done
if [[ ${#missing[@]} -eq 0 ]]; then
    exit 0
fi

as_root=()
if [[ $EUID -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
        echo "Packages are missing and this user is not root, nor is sudo installed." \
            "Please have an administrator run: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

# Progress goes to standard error: what calls this may have output of its own to give.
echo "Installing: ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -y "$@" >"$log"
}
# An unreachable third-party archive must not stop the installation: install says what it really lacks.
apt update || echo "The package lists could not be refreshed; trying with those at hand." >&2
if ! apt install --no-install-recommends "${missing[@]}"; then
    cat "$log" >&2
    echo "The packages could not be installed. Please run: apt-get install ${missing[*]}" >&2
    exit 1
fi
