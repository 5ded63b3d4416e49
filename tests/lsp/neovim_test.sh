#!/usr/bin/env bash
# neovim_test.sh KREPIS REPOSITORY: Debian's Neovim, headless, as a client of the language server.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$2/examples/hybrid-shop" "$work/shop"
mkdir -p "$work/shop/.git" "$work/home"
HOME=$work/home XDG_RUNTIME_DIR=$work/home KREPIS=$1 SHOP=$work/shop \
  timeout 300 nvim --headless -u NONE -i NONE -n -c "luafile $2/tests/lsp/neovim_test.lua"
