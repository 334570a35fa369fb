#!/usr/bin/env bash
# resources.sh AAPT2 FRAMEWORK_JAR OUTDIR
# Compiles and links the app's resources: OUTDIR/r (R.java), OUTDIR/resources.ap_, OUTDIR/AndroidManifest.xml, and
# OUTDIR/proguard.txt, what the manifest names and shrinking must keep. The tests run with the very file that the APK gets.
# The version is the workspace's: MAJOR.MINOR.PATCH of Cargo.toml, its code 1,000,000 a major, 1,000 a minor, 1 a patch.
# Ids are no constants: the compiler would copy them into classes that it does not build anew when they change.
# Nothing is done again when neither resources nor manifest changed.
set -euo pipefail
aapt2=$1 framework=$2 out=$3
chmod +x "$aapt2"
version=$(sed -n 's/^version = "\([0-9]\{1,3\}\.[0-9]\{1,3\}\.[0-9]\{1,3\}\)"$/\1/p' ../../Cargo.toml)
if [ -z "$version" ]; then
  echo "resources.sh: Cargo.toml has no line version = \"MAJOR.MINOR.PATCH\", each a number below 1000" >&2
  exit 1
fi
IFS=. read -r major minor patch <<< "$version"
code=$((major * 1000000 + minor * 1000 + patch))
seal=$version$( (find src/main/res src/main/AndroidManifest.xml "$0" -type f -print0 | sort -z | xargs -0 sha256sum) | sha256sum)
if [ -f "$out/seal" ] && [ "$(cat "$out/seal")" = "$seal" ]; then exit 0; fi
rm -rf "$out"
mkdir -p "$out/r"
"$aapt2" compile --dir src/main/res -o "$out/compiled.zip"
"$aapt2" link -I "$framework" --manifest src/main/AndroidManifest.xml --java "$out/r" -o "$out/resources.ap_" \
  --proguard "$out/proguard.txt" --version-code "$code" --version-name "$version" \
  --non-final-ids --auto-add-overlay --min-sdk-version 26 --target-sdk-version 34 "$out/compiled.zip"
cp src/main/AndroidManifest.xml "$out/AndroidManifest.xml"
echo "$seal" > "$out/seal"
