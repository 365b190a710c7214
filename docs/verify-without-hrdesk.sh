#!/bin/sh
# Verify a bundle without hrdesk: unzip, openssl and sha256sum are enough.
# Usage: verify-without-hrdesk.sh BUNDLE.asice CA.crt        exit code 0: everything holds
# Says whether the signature and all digests hold and the certificate is the authority's and not
# revoked by the list inside. It does not compare unit and role, and it trusts unzip (see
# docs/bundle-format.md for all that hrdesk checks beyond this).
set -eu
bundle=$1; ca=$2
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
unzip -q "$bundle" -d "$folder"
manifest=$folder/META-INF/ASiCManifest001.xml
cp "$ca" "$folder/.anchors"
checks=
if [ -f "$folder/trust/ca.crl" ]; then cat "$folder/trust/ca.crl" >> "$folder/.anchors"; checks=-crl_check; fi
openssl cms -verify -cades -binary -inform DER -in "$folder/META-INF/signature001.p7s" \
    -content "$manifest" -CAfile "$folder/.anchors" $checks -out /dev/null
{ tr -d '\n' < "$manifest"; echo; } | sed 's/<asic:DataObjectReference URI="/\n/g' |
    sed -n 's|^\([^"]*\)".*<ds:DigestValue>\([^<]*\)</ds:DigestValue>.*|\1 \2|p' > "$folder/.listed"
while read -r name digest; do
    printf '%s  %s\n' "$(printf %s "$digest" | base64 -d | od -An -v -tx1 | tr -d ' \n')" "$name"
done < "$folder/.listed" > "$folder/.sums"
(cd "$folder" && sha256sum --quiet -c .sums)
# Nothing may lie beside what is listed: mimetype, manifest and signature are the only others.
listed=$(wc -l < "$folder/.sums")
found=$(find "$folder" -type f ! -name '.anchors' ! -name '.listed' ! -name '.sums' | wc -l)
[ "$found" -eq $((listed + 3)) ] || { echo "entries that nobody signed" >&2; exit 1; }
echo "$listed entries hold; bundle id $(sha256sum < "$manifest" | cut -d' ' -f1)"
