#!/usr/bin/env bash
# The runtime library as users get it: built alone, installed, found by a project outside the tree that links it and
# includes each of its headers alone, and by the examples of its guide: orders-service, which is then asked over HTTP,
# and stock-desk.
#
#   runtime_package_test.sh REPOSITORY
set -euo pipefail
repository=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# quietly COMMAND...: its output only when it fails.
quietly() {
  if ! "$@" >"$work/log" 2>&1; then
    echo "FAILED: $*"
    cat "$work/log"
    exit 1
  fi
}

launcher=()
if command -v ccache >/dev/null; then launcher=(-D CMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
quietly cmake -G Ninja -S "$repository/runtime" -B "$work/runtime" -D CMAKE_BUILD_TYPE=Release "${launcher[@]}"
quietly cmake --build "$work/runtime"
quietly cmake --install "$work/runtime" --prefix "$work/prefix"

cp -r "$repository/tests/consumer" "$work/consumer"
quietly cmake -G Ninja -S "$work/consumer" -B "$work/build" -D CMAKE_PREFIX_PATH="$work/prefix" "${launcher[@]}"
quietly cmake --build "$work/build"
"$work/build/consumer"

for example in orders-service stock-desk; do
  cp -r "$repository/examples/$example" "$work/$example"
  quietly cmake -G Ninja -S "$work/$example" -B "$work/build-$example" -D CMAKE_PREFIX_PATH="$work/prefix" "${launcher[@]}"
  quietly cmake --build "$work/build-$example"
done
"$repository/tests/e2e/orders_service_test.py" "$work/build-orders-service/orders-service" "$repository"
"$repository/tests/e2e/runtime_guide_test.py" "$work/build-stock-desk/stock-desk" "$repository"

if grep -rl "$repository" "$work/prefix" --include='*.cmake' --include='*.h'; then
  echo "FAILED: the installed package names the checkout"
  exit 1
fi
