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

# Install a package into .venv at the versions of constraints.txt. Build isolation would fetch build tools of any version.
pip_install() {
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-build-isolation -c constraints.txt "$@"
}
