# What the end-to-end tests of the command line share; sourced with the arguments KREPIS REPOSITORY. A test ends with
# `finish`.
krepis=$1
repository=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
out=$work/.out
err=$work/.err

# expect CODE ARGUMENT...: runs krepis; its output is in $out and $err.
expect() {
  local wanted=$1 code
  shift
  timeout 120 "$krepis" "$@" >"$out" 2>"$err"
  code=$?
  if [[ $code -ne $wanted ]]; then
    echo "FAILED: krepis $* exited with $code instead of $wanted"
    head -n 20 "$out" "$err"
    failures=$((failures + 1))
  fi
}

# says FILE PATTERN: the output has a line that matches.
says() {
  if ! grep -qE -- "$2" "$1"; then
    echo "FAILED: no line matches '$2' in:"
    head -n 20 "$1"
    failures=$((failures + 1))
  fi
}

# fail WHAT...: something is not as it should be, at that $depth where a test has several.
fail() {
  echo "FAILED: ${depth:+$depth: }$*"
  failures=$((failures + 1))
}

# tree NAME: an empty folder to work in, with a .git so that nothing above it counts.
tree() {
  mkdir -p "$work/$1/.git"
  cd "$work/$1" || exit 1
}

# finish: the test's last line and exit code.
finish() {
  if [[ $failures -gt 0 ]]; then
    echo "$failures failed"
    exit 1
  fi
  echo "all passed"
}
