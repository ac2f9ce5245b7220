# Sourced by the set-up scripts: what they share.

stop() {
  echo "codepub: $1" >&2
  exit 1
}

can_apt() {
  [ -e /etc/debian_version ] && [ "$(id -u)" = 0 ]
}

# An archive that does not answer is no reason to stop while the packages come from another: the install decides.
apt_update() {
  apt-get update -qq || :
}

apt_install() {
  echo "Installing by apt-get: $*"
  apt_update
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" >/dev/null
}

# Install packages into .venv at the versions of constraints.txt, and name each as it is read. Build isolation would fetch
# build tools of any version. What pip says is kept until it has succeeded, and shown where it fails.
pip_install() {
  log=.venv/pip.log
  { .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off --no-build-isolation \
    -c constraints.txt "$@" 2>&1 || echo "pip failed"; } | tee "$log" | name_packages
  if [ "$(tail -n 1 "$log")" = "pip failed" ]; then
    tail -n 40 "$log" >&2
    return 1
  fi
  rm -f "$log"
}

name_packages() {
  begun=
  while read -r act name _; do
    case $act in
      Collecting)
        [ -n "$begun" ] || printf '  reading:'
        begun=yes
        printf ' %s' "${name%%[<>=!~;[(]*}"
        ;;
      Installing)
        [ -z "$begun" ] || echo
        begun=
        echo "  installing them; this takes the longest"
        ;;
    esac
  done
  [ -z "$begun" ] || echo
}
