#!/usr/bin/env bash
# A cache on disks of its own: too small, full, read-only. What a run says is what one without a cache says, and it says nothing
# of the disk.
set -uo pipefail
if [[ ${mounts:-} != allowed ]]; then
  export mounts=allowed
  [[ $(id -u) == 0 ]] && own=() || own=(--user --map-root-user)
  if ! unshare "${own[@]}" --mount true 2>/dev/null; then
    echo "no namespace of its own for mounts"
    exit 77
  fi
  exec unshare "${own[@]}" --mount bash "$0" "$@"
fi
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"
export XDG_CACHE_HOME=$work/disk
mkdir "$XDG_CACHE_HOME"
trap 'umount "$XDG_CACHE_HOME" 2>/dev/null; rm -rf "$work"' EXIT

# same NAME: two runs, of which the second may know what the first found, and one without a cache.
same() {
  local run
  "$krepis" check --format json --no-cache >"$work/expected" 2>&1
  for run in first second; do
    "$krepis" check --format json >"$work/actual" 2>&1
    cmp -s "$work/expected" "$work/actual" || fail "$1: $run run: $(diff "$work/expected" "$work/actual" | head -n 5)"
  done
}

# disk SIZE: another, empty one.
disk() {
  umount "$XDG_CACHE_HOME" 2>/dev/null
  mount -t tmpfs -o "size=$1" tmpfs "$XDG_CACHE_HOME" || fail "no disk of $1"
}

cp -r "$repository/examples/hybrid-shop" "$work/shop"
cd "$work/shop" || exit 1
# A unit for a compiler, too.
mkdir build
source=$(find . -name '*.cc' -o -name '*.cpp' | sort | head -n 1)
printf '[{"directory": "%s/build", "file": "%s/%s", "arguments": ["c++", "-c", "x.cc"]}]\n' "$PWD" "$PWD" "${source#./}" \
  >build/compile_commands.json
sleep 4

edited=0
edit() {
  edited=$((edited + 1))
  echo "// edit $edited" >>apps/shop/src/cart.ts
  echo "// edit $edited" >>"$source"
}

for size in 4k 16k 64k 128k 256k 512k; do
  disk $size
  same "a disk of $size"
  edit
  same "a disk of $size, after an edit"
done

disk 64m
same "a disk"
[[ -n $(find "$XDG_CACHE_HOME" -name '*.units') ]] || fail "no units are kept"
# With every file that is made there less room is left, down to none.
room=$(df --output=avail -k "$XDG_CACHE_HOME" | tail -n 1)
for left in 200 60 8 0; do
  head -c $(((room - left) * 1024)) /dev/zero >"$XDG_CACHE_HOME/filling" 2>/dev/null
  edit
  same "$left KB left"
done
rm "$XDG_CACHE_HOME/filling"
same "room again"
edit
same "room again, after an edit"

mount -o remount,ro "$XDG_CACHE_HOME"
same "read-only"
edit
same "read-only, after an edit"
disk 64m
mount -o remount,ro "$XDG_CACHE_HOME"
same "read-only and empty"

finish
