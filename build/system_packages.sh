#!/bin/sh
# The Debian 12 packages that hrdesk needs beside Python 3.11. Says what is missing; installs it when it may.
# Usage: build/system_packages.sh run|test
set -eu

# Qt without a screen
packages="libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
# Qt in a real window
packages="$packages libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
# independent judges of the tests
[ "${1:-run}" = test ] && packages="$packages openssl unzip sqlite3 poppler-utils softhsm2 age libpango-1.0-0 libpangoft2-1.0-0 libreoffice-writer-nogui libreoffice-calc-nogui"

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not Debian: install what answers to these packages by hand: $packages" >&2
    exit 0
fi
python3 -c 'import ensurepip, venv' 2>/dev/null || packages="$packages python3-venv"

missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "Missing system packages; ask whoever looks after this machine for: apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
echo "Installing system packages:$missing" >&2
$as_root apt-get update -qq >&2
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >&2
