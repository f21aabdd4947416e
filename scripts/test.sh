#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Sets up what is missing, builds everything and runs all tests. Arguments go to CTest:
#   scripts/test.sh -R tst_retrypolicy
# With CI=true warnings are errors.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
# shellcheck source=scripts/common.sh
. scripts/common.sh

preset=release
if [[ ${CI-} == true ]]; then
    preset=ci
fi

scripts/setup.sh
quietly "Configuring (preset $preset)" build/configure.log cmake --preset "$preset"
quietly "Building" build/build.log cmake --build --preset "$preset"

# The same figures and texts everywhere, whatever the language of the machine.
export LC_ALL=C.UTF-8
exec ctest --test-dir build/release --output-on-failure --no-tests=error -j6 "$@"
