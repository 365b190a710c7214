#!/bin/sh
# Verify bundles without hrdesk: unzip, openssl and sha256sum are enough.
# Usage: verify-without-hrdesk.sh BUNDLE.asice... CA.crt        exit code 0: everything holds
# Says whether the signature and all digests hold and the certificate is the authority's and not
# revoked by the list inside. It does not compare unit and role, and it trusts unzip (see
# docs/bundle-format.md for all that hrdesk checks beyond this). Ends at the first that does not hold.
set -eu
[ $# -ge 2 ] || { echo "usage: verify-without-hrdesk.sh BUNDLE.asice... CA.crt" >&2; exit 2; }
for ca in "$@"; do :; done
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT

verify() {
    bundle=$1; root=$folder/root
    rm -rf "$root"; mkdir "$root"
    unzip -q "$bundle" -d "$root"
    manifest=$root/META-INF/ASiCManifest001.xml
    cp "$ca" "$folder/anchors"
    checks=
    if [ -f "$root/trust/ca.crl" ]; then cat "$root/trust/ca.crl" >> "$folder/anchors"; checks=-crl_check; fi
    openssl cms -verify -cades -binary -inform DER -in "$root/META-INF/signature001.p7s" \
        -content "$manifest" -CAfile "$folder/anchors" $checks -out /dev/null
    { tr -d '\n' < "$manifest"; echo; } | sed 's/<asic:DataObjectReference URI="/\n/g' |
        sed -n 's|^\([^"]*\)".*<ds:DigestValue>\([^<]*\)</ds:DigestValue>.*|\1 \2|p' > "$folder/listed"
    while read -r name digest; do
        printf '%s  %s\n' "$(printf %s "$digest" | base64 -d | od -An -v -tx1 | tr -d ' \n')" "$name"
    done < "$folder/listed" > "$folder/sums"
    (cd "$root" && sha256sum --quiet -c ../sums)
    # Nothing may lie beside what is listed: mimetype, manifest and signature are the only others.
    listed=$(wc -l < "$folder/sums")
    found=$(find "$root" -type f | wc -l)
    [ "$found" -eq $((listed + 3)) ] || { echo "entries that nobody signed" >&2; exit 1; }
    echo "$listed entries hold; bundle id $(sha256sum < "$manifest" | cut -d' ' -f1)"
}

while [ $# -gt 1 ]; do
    verify "$1"
    shift
done
