#!/bin/sh
# Gathers programs under a folder that becomes the root of an image, with the libraries they load and nothing else:
#     rootfs.sh /rootfs /usr/local/bin/node /usr/bin/tar
# var/lib/dpkg/status.d names the Debian packages they come from, where scanners of images look for them.
set -eu
root=$1
shift

mkdir -p "$root"/usr/bin "$root"/usr/sbin "$root"/usr/lib "$root"/usr/lib64 "$root"/etc "$root"/var/lib/dpkg/status.d
for folder in bin sbin lib lib64; do [ -e "$root/$folder" ] || ln -s "usr/$folder" "$root/$folder"; done
mkdir -p -m 1777 "$root/tmp"
cp /etc/os-release /etc/nsswitch.conf "$root/etc/"
echo 'root:x:0:0::/:' >"$root/etc/passwd"
echo 'node:x:1000:1000::/tmp:' >>"$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' >"$root/etc/group"

for file in $(for program; do echo "$program"; ldd "$program" | grep -o '/[^ ]*'; done | sort -u); do
  cp -L --parents "$file" "$root"
  package=$(dpkg-query -S "$(readlink -f "$file")" 2>/dev/null | head -n 1 | cut -d: -f1) || true
  [ -z "$package" ] || dpkg-query -s "$package" >"$root/var/lib/dpkg/status.d/$package"
done
