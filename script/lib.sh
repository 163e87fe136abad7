# shellcheck shell=bash
# What script/server and script/test share: steps with a name, Swift, Debian packages.

program=script/$(basename "$0")
swift_wanted=6.3
wanted_packages=(libsqlite3-dev libpq-dev libsodium-dev libssl-dev libldap-dev libzip-dev libexpat1-dev libxlsxwriter-dev zlib1g-dev libqrencode-dev
  libpango1.0-dev libcairo2-dev fonts-noto-cjk pkg-config)
# A Swift that was unpacked from its archive needs these of Debian before it can start, compile and link.
swift_packages=(binutils libc6-dev libstdc++-12-dev libcurl4 libncurses6 libsqlite3-0 libuuid1 libxml2 tzdata zlib1g)

current_step=""
explained=""

step() {
  current_step=$1
  printf '\n==> %s\n' "$1"
}

note() {
  printf '    %s\n' "$@"
}

# fail MESSAGE… : says what is wrong and what to do, one line an argument, and ends.
fail() {
  printf '\n%s cannot go on%s.\n' "$program" "${current_step:+ at: $current_step}" >&2
  printf '    %s\n' "$@" >&2
  explained=yes
  exit 1
}

# For the EXIT trap: names the step in which a command failed that nobody expected to fail.
explain_exit() {
  local status=$?
  if [[ $status -ne 0 && -z $explained ]]; then
    printf '\n%s stopped at: %s (exit code %s). The lines above say why; it is safe to run it again.\n' \
      "$program" "${current_step:-the start}" "$status" >&2
  fi
}

# Swift, new enough, and the Debian packages in `wanted_packages`.
require_swift() {
  step "Looking for Swift $swift_wanted or newer"
  command -v swift >/dev/null ||
    fail "There is no swift on PATH." \
      "Install Swift $swift_wanted or newer (https://www.swift.org/install/linux/) and put its usr/bin folder on PATH."
  if is_debian_12; then wanted_packages+=("${swift_packages[@]}"); fi
  require_packages "${wanted_packages[@]}"

  current_step="Asking Swift for its version"
  local answer
  answer=$(swift --version 2>&1) || fail "swift is on PATH, but it does not start:" "$answer"
  [[ $answer =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] || fail "swift --version gave no version:" "$answer"
  local found="${BASH_REMATCH[1]}.${BASH_REMATCH[2]}"
  [[ $(printf '%s\n' "$swift_wanted" "$found" | sort -V | head -n 1) == "$swift_wanted" ]] ||
    fail "Swift $found at $(command -v swift) is too old: Guanxi needs $swift_wanted or newer." \
      "Install it from https://www.swift.org/install/linux/ and put its usr/bin folder first on PATH."
  note "Swift $found"
}

is_debian_12() {
  grep -sqx 'ID=debian' /etc/os-release && grep -sqx 'VERSION_ID="12"' /etc/os-release
}

# Calls apt-get only when something is missing.
require_packages() {
  if ! command -v dpkg-query >/dev/null; then
    note "This is not Debian: make sure that you have what these packages hold: $*"
    return
  fi

  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -x installed >/dev/null || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0

  step "Installing Debian packages: ${missing[*]}"
  local install=(apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 "${missing[@]}")
  local as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    as_root=(sudo -n)
    # With a terminal, sudo may ask for the password; without one it must not wait for it.
    if [[ -t 0 ]]; then as_root=(sudo); fi
    { command -v sudo && "${as_root[@]}" true; } >/dev/null 2>&1 ||
      fail "These packages are missing, and you are neither root nor allowed to use sudo here." \
        "Ask an administrator to run:" "" \
        "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" "" \
        "Then start $program again."
  fi
  as_root+=(env DEBIAN_FRONTEND=noninteractive)

  "${as_root[@]}" apt-get update -qq </dev/null || note "The package lists could not be refreshed; trying with the old ones."
  "${as_root[@]}" "${install[@]}" </dev/null ||
    fail "apt-get could not install: ${missing[*]}" "Its message stands above. The command was:" "  ${install[*]}"
}
