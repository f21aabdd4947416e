#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the README's two commands, and what a packager types, on machines that have nothing yet: in bare roots of Debian
# (debootstrap --variant=minbase), from what is committed. Needs root.
usage="usage: scripts/roots.sh [--only test|run|plain]... [bookworm|trixie]...
  --only PART   test: scripts/test.sh; run: scripts/run.sh --version; plain: cmake without preset or unity units
  The suites are both unless named. Logs and roots are in build/roots; a root is made anew each time.
  DEBIAN_MIRROR, if set, names the mirror to use.
Prints one line for each part. Exit codes: 0 all passed, 1 some did not, 2 wrong usage."
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
arguments=("$@") suites=() parts=()
while [[ $# -gt 0 ]]; do
    case $1 in
    --only)
        [[ ${2-} =~ ^(test|run|plain)$ ]] || { echo "$usage" >&2; exit 2; }
        parts+=("$2")
        shift
        ;;
    bookworm | trixie) suites+=("$1") ;;
    -h | --help) echo "$usage"; exit 0 ;;
    *) echo "$usage" >&2; exit 2 ;;
    esac
    shift
done
[[ ${#suites[@]} -gt 0 ]] || suites=(bookworm trixie)
[[ ${#parts[@]} -gt 0 ]] || parts=(test run plain)
if [[ $EUID -ne 0 ]]; then
    echo "Only root can make a root: run it with sudo." >&2
    exit 2
fi
# What is mounted and started from here on ends with this script, however that ends.
if [[ -z ${SOCKETSCOPE_IN_NAMESPACE-} ]]; then
    SOCKETSCOPE_IN_NAMESPACE=1 exec unshare --mount --pid --fork --kill-child "$root/scripts/roots.sh" "${arguments[@]}"
fi
command -v debootstrap >/dev/null || apt-get install -y -qq debootstrap >/dev/null

work=$root/build/roots
mkdir -p "$work"

make_root() {
    local suite=$1 bare=$2
    rm -rf --one-file-system "$bare"
    debootstrap --variant=minbase "$suite" "$bare" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} || return
    # How this machine reaches its mirrors; the rest is as Debian has it.
    cp -n /etc/apt/apt.conf.d/99* "$bare/etc/apt/apt.conf.d/" 2>/dev/null || true
    cp /etc/resolv.conf "$bare/etc/" || true
    git -C "$root" archive --prefix=socketscope/ HEAD | tar x -C "$bare/root" || return
    mount -t proc proc "$bare/proc" && mount --bind /dev "$bare/dev" && mount -t devpts devpts "$bare/dev/pts"
}
in_root() {
    chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
        bash -c "cd ~/socketscope && $2"
}
command_of() {
    case $1 in
    test) echo './scripts/test.sh' ;;
    run) echo 'QT_QPA_PLATFORM=offscreen ./scripts/run.sh --version' ;;
    plain) echo './scripts/setup.sh && apt-get install -y -qq make &&
            cmake -S . -B plain -DCMAKE_BUILD_TYPE=Release && cmake --build plain -j "$(nproc)" &&
            plain/app/socketscope-cli --version' ;;
    esac
}

failures=0
for suite in "${suites[@]}"; do
    if ! make_root "$suite" "$work/$suite" >"$work/$suite-root.log" 2>&1; then
        echo "$suite: the root could not be made; see $work/$suite-root.log"
        failures=$((failures + 1))
        continue
    fi
    for part in "${parts[@]}"; do
        log=$work/$suite-$part.log
        begin=$SECONDS
        verdict=ok
        in_root "$work/$suite" "$(command_of "$part")" >"$log" 2>&1 </dev/null || verdict="FAILED, see $log"
        [[ $verdict == ok ]] || failures=$((failures + 1))
        took=$((SECONDS - begin))
        printf '%s: %s: %s (%d:%02d; %s)\n' "$suite" "$part" "$verdict" $((took / 60)) $((took % 60)) \
            "$(grep -E 'tests passed|^socketscope' "$log" | tail -n 1)"
    done
done
[[ $failures -eq 0 ]]
