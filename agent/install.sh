#!/bin/sh
# Installs the Skywarden collector on a Linux machine: fetches it, compares its hash, gets the machine a key of its own, and starts
# it with systemd. With --prefix it installs below a folder, needs no root and starts nothing. Made known by an onboarding command,
# which names the hash of this file; the hashes of what it installs stand here.
set -eu
umask 077

agent_sha256='@SHA256 agent.js@'
unit_sha256='@SHA256 skywarden-agent.service@'

fail() {
  echo "skywarden: $1" >&2
  exit 1
}

url='' authorization='' cloud='Public' resource='' group='' prefix=''
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || fail "$1 needs a value"
  case $1 in
    --url) url=$2 ;;
    --authorization) authorization=$2 ;;
    --cloud) cloud=$2 ;;
    --resource-id) resource=$2 ;;
    --resource-group) group=$2 ;;
    --prefix) prefix=${2%/} ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
[ -n "$url" ] && [ -r "$authorization" ] || fail 'give --url and --authorization as the onboarding command does'
[ -n "$resource$group" ] || fail 'give --resource-id or --resource-group'
[ -n "$prefix" ] || [ "$(id -u)" = 0 ] || fail 'run this as root, or give --prefix'
case $cloud in Public | USGov) ;; *) fail '--cloud is Public or USGov' ;; esac

for tool in curl sha256sum hostname; do
  command -v "$tool" > /dev/null || fail "needs $tool"
done
node=$(command -v node) || fail 'needs Node 20 or later'
[ "$("$node" -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail 'needs Node 20 or later'

machine=$(hostname)
[ -n "$resource" ] || resource="$group/providers/Microsoft.HybridCompute/machines/$machine"

program=$prefix/opt/skywarden-agent
settings=$prefix/etc/skywarden-agent
state=$prefix/var/lib/skywarden-agent
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

case $url in https:*) secure="--proto =https --tlsv1.2" ;; *) secure='' ;; esac
# shellcheck disable=SC2086 # two words
call() { curl -fsS $secure --retry 3 -H @"$authorization" "$@"; }
fetch() {
  call -o "$work/$1" "$url/api/v1/onboarding/files/$1" || fail "cannot fetch $1"
  echo "$2  $work/$1" | sha256sum -c --status - || fail "$1 is not what the installer was made for: ask for a new command"
}

fetch agent.js "$agent_sha256"
fetch skywarden-agent.service "$unit_sha256"

# Asked for last: a machine that cannot be installed gets no key.
printf '{"machine":"%s"}' "$(printf %s "$machine" | tr -cd 'A-Za-z0-9._-')" > "$work/machine.json"
call -X POST -H 'content-type: application/json' --data @"$work/machine.json" -o "$work/key.json" \
  "$url/api/v1/onboarding/keys" || fail 'got no key: ask for a new command'
member() { "$node" -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))[process.argv[2]])' "$work/key.json" "$1"; }

mkdir -p "$program" "$settings"
[ -n "$prefix" ] || chmod 755 "$program"
install -m 644 "$work/agent.js" "$program/agent.js"
member key > "$settings/workspace-key.new"
mv "$settings/workspace-key.new" "$settings/workspace-key"
cat > "$settings/agent.env" << END
SKYWARDEN_RESOURCE_ID=$resource
SKYWARDEN_CLOUD=$cloud
SKYWARDEN_INGEST_URL=$(member url)
SKYWARDEN_WORKSPACE_ID=$(member workspaceId)
END

if [ -n "$prefix" ]; then
  mkdir -p "$state"
  cat > "$program/run.sh" << END
#!/bin/sh
# Runs the collector that was installed below $prefix; options are handed on.
set -a
. '$settings/agent.env'
set +a
exec '$node' --max-old-space-size=64 '$program/agent.js' --key-file '$settings/workspace-key' --state '$state/state.json' "\$@"
END
  chmod 700 "$program/run.sh"
  echo "installed $(member keyId) for $resource; start it with $program/run.sh"
  exit 0
fi

command -v systemctl > /dev/null || fail 'there is no systemd here: install with --prefix and start run.sh by your own means'
units=/etc/systemd/system
install -m 644 "$work/skywarden-agent.service" "$units/skywarden-agent.service"
mkdir -p "$units/skywarden-agent.service.d"
cat > "$units/skywarden-agent.service.d/workspace-key.conf" << END
# Made by the installer: a workspace key instead of a connection string.
[Service]
ExecStart=
ExecStart=$node --max-old-space-size=64 --max-semi-space-size=2 $program/agent.js
LoadCredential=
LoadCredential=workspace-key:$settings/workspace-key
END
chmod 755 "$units/skywarden-agent.service.d"
chmod 644 "$units/skywarden-agent.service.d/workspace-key.conf"
systemctl daemon-reload
systemctl enable skywarden-agent
systemctl restart skywarden-agent
echo "installed $(member keyId) for $resource; see journalctl -u skywarden-agent"
