#!/usr/bin/env bash
# resources.sh AAPT2 FRAMEWORK_JAR OUTDIR
# Compiles and links the app's resources: OUTDIR/r (R.java), OUTDIR/resources.ap_, OUTDIR/AndroidManifest.xml.
# Ids are no constants: the compiler would copy them into classes that it does not build anew when they change.
# Nothing is done again when neither resources nor manifest changed.
set -euo pipefail
aapt2=$1 framework=$2 out=$3
chmod +x "$aapt2"
seal=$( (find src/main/res src/main/AndroidManifest.xml "$0" -type f -print0 | sort -z | xargs -0 sha256sum) | sha256sum)
if [ -f "$out/seal" ] && [ "$(cat "$out/seal")" = "$seal" ]; then exit 0; fi
rm -rf "$out"
mkdir -p "$out/r"
"$aapt2" compile --dir src/main/res -o "$out/compiled.zip"
"$aapt2" link -I "$framework" --manifest src/main/AndroidManifest.xml --java "$out/r" -o "$out/resources.ap_" \
  --non-final-ids --auto-add-overlay --min-sdk-version 26 --target-sdk-version 34 "$out/compiled.zip"
cp src/main/AndroidManifest.xml "$out/AndroidManifest.xml"
echo "$seal" > "$out/seal"
