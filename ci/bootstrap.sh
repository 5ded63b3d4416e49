# Sourced by the scripts beside it: installs what is missing, configures and builds. Everything it prints goes to
# stderr, because stdout belongs to the command that runs afterwards. Each function returns non-zero on failure,
# having said what failed and what to run.
#
# Needs: $root, the absolute path of the repository.

say() { printf 'krepis: %s\n' "$*" >&2; }

# install_packages GROUP...: the Debian packages of ci/packages that belong to a group and are missing.
install_packages() {
  local package group _ wanted=() missing=()
  while read -r package group _; do
    if [[ $package != '#'* && " $* " == *" $group "* ]]; then wanted+=("$package"); fi
  done <"$root/ci/packages"
  if ! command -v dpkg-query >/dev/null; then
    say "this is not Debian; going on as if these were installed: ${wanted[*]} npm"
    return 0
  fi

  local installed
  installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package}\n' "${wanted[@]}" 2>/dev/null |
    sed -n 's/^installed://p' | tr '\n' ' ')"
  for package in "${wanted[@]}"; do
    [[ $installed == *" $package "* ]] || missing+=("$package")
  done
  command -v npm >/dev/null || missing+=(nodejs npm)
  [[ ${#missing[@]} -gt 0 ]] || return 0

  for package in "${missing[@]}"; do say "missing Debian package: $package"; done
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  if [[ $EUID -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
      say "neither root nor sudo; as root, run: apt-get install --no-install-recommends ${missing[*]}"
      return 1
    fi
    apt=(sudo "${apt[@]}")
  fi
  if ! "${apt[@]}" update >&2 ||
    ! "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2; then
    say "installing failed; try: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    return 1
  fi
}

# install_npm FOLDER WHAT: FOLDER/node_modules as its lock file says; the copied lock is the mark of a whole install.
install_npm() {
  local folder=$1 what=$2
  local mark=$root/$folder/node_modules/.krepis-lock
  if cmp -s "$root/$folder/package-lock.json" "$mark"; then return 0; fi
  say "installing $what (npm ci in $folder/)"
  if ! npm ci --prefix "$root/$folder" --ignore-scripts --legacy-peer-deps --prefer-offline \
    --no-audit --no-fund --loglevel=error >&2; then
    say "installing $what failed; reproduce with: npm ci --prefix $folder"
    return 1
  fi
  cp "$root/$folder/package-lock.json" "$mark"
}

install_grammars() { install_npm grammars "the grammars"; }

# build PRESET TARGET...: configures where that is needed, then builds.
build() {
  local preset=$1 folder=$root/build/$1
  shift
  # Ninja configures again by itself when a CMakeLists.txt changes, but does not know the presets, nor that the
  # repository has moved.
  if [[ ! -e $folder/build.ninja ]] ||
    ! { printf '%s\n' "$root" && cat "$root/CMakePresets.json"; } | cmp -s - "$folder/.configured"; then
    say "configuring the $preset preset"
    local log
    if ! log=$(cd "$root" && cmake --fresh --preset "$preset" 2>&1); then
      printf '%s\n' "$log" >&2
      say "configuring failed; reproduce with: cmake --fresh --preset $preset"
      return 1
    fi
    { printf '%s\n' "$root" && cat "$root/CMakePresets.json"; } >"$folder/.configured"
    say "building the $preset preset: the first time takes minutes"
  fi
  local status
  if [[ -t 2 ]]; then
    ninja -C "$folder" "$@" >&2
    status=$?
  else
    ninja -C "$folder" --quiet "$@" | sed '/^ninja: no work to do\.$/d' >&2
    status=${PIPESTATUS[0]}
  fi
  if [[ $status -ne 0 ]]; then
    say "building failed; reproduce with: cmake --build --preset $preset --target $*"
    return 1
  fi
}
