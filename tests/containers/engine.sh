#!/usr/bin/env bash
# podman and buildah without a daemon, a registry or cgroups: what the container tests run on.
#   engine.sh build            a Debian base by debootstrap, then the product's image and the stand-ins
#   engine.sh run COMMAND…     COMMAND with a Docker-compatible socket, in network and mount namespaces of its own
# Everything lies under $BED (default: a folder of its own in the temporary folder). Packages it needs, from Debian:
#   podman buildah debootstrap crun netavark aardvark-dns iptables iproute2
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bed=${BED:-${TMPDIR:-/tmp}/cmr-containers-$(id -u)}
base=docker.io/library/python:3.11-slim-bookworm
mkdir -p "$bed/etc/networks" "$bed/store" "$bed/run"
cat > "$bed/etc/storage.conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$bed/store"
runroot = "$bed/run"
CONF
cat > "$bed/etc/containers.conf" <<CONF
[containers]
cgroups = "disabled"
default_sysctls = []
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "crun"
[network]
network_backend = "netavark"
network_config_dir = "$bed/etc/networks"
CONF
export CONTAINERS_STORAGE_CONF=$bed/etc/storage.conf CONTAINERS_CONF=$bed/etc/containers.conf BUILDAH_ISOLATION=chroot

base_image() { # the official image cannot be pulled: Debian's own Python 3.11 stands in for it
  buildah inspect --type image "$base" > /dev/null 2>&1 && return
  if [ ! -f "$bed/rootfs/.made" ]; then
    mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources 2> /dev/null || true)
    rm -rf "$bed/rootfs"
    debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv,python3-pip bookworm "$bed/rootfs" \
      "${mirror:-http://deb.debian.org/debian}" > "$bed/debootstrap.log"
    cp /etc/ssl/certs/ca-certificates.crt "$bed/rootfs/etc/ssl/certs/ca-certificates.crt"
    ln -sf /usr/bin/python3 "$bed/rootfs/usr/local/bin/python"
    rm -f "$bed"/rootfs/usr/lib/python3*/EXTERNALLY-MANAGED "$bed"/rootfs/var/cache/apt/archives/*.deb
    touch "$bed/rootfs/.made"
  fi
  made=$(buildah from scratch)
  buildah add -q "$made" "$bed/rootfs" / > /dev/null
  buildah config --env PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin --env LANG=C.UTF-8 "$made"
  buildah commit -q "$made" "$base" > /dev/null
  buildah rm "$made" > /dev/null
}

build() {
  base_image
  options=(--pull=never --format docker --build-arg "BASE_IMAGE=$base" --layers)
  buildah bud "${options[@]}" -f "$here/stand_in.Dockerfile" -t localhost/cmr-stand-in "$here"
  buildah bud "${options[@]}" -f "$here/superset_stand_in.Dockerfile" -t localhost/cmr-superset-stand-in "$here"
  buildah bud "${options[@]}" -f "$root/docker/Dockerfile" -t localhost/community-manager-reloaded "$root"
  options+=(--build-arg BASE_IMAGE=localhost/cmr-superset-stand-in)
  buildah bud "${options[@]}" -f "$root/docker/superset/Dockerfile" -t localhost/community-manager-reloaded-superset "$root"
  buildah images
}

run() { # crun refuses the hybrid cgroup tree that some machines have: it is not mounted in here
  export DOCKER_HOST=unix://$bed/run/api.sock DISABLE_HC_SYSTEMD=true
  # with its own processes and /run, so that nothing of it stays when it ends
  exec unshare --mount --net --pid --fork --kill-child --mount-proc bash -c '
    for point in $(awk "\$3 == \"cgroup2\" {print \$2}" /proc/mounts); do umount "$point"; done
    for place in netns containers libpod; do mkdir -p /run/$place && mount -t tmpfs tmpfs /run/$place; done
    ip link set lo up
    podman system service --time=0 "$DOCKER_HOST" > "'"$bed"'/api.log" 2>&1 & service=$!
    trap "kill $service" EXIT
    for _ in $(seq 100); do [ -S "${DOCKER_HOST#unix://}" ] && break; sleep 0.2; done
    "$@"' run "$@"
}

"$@"
