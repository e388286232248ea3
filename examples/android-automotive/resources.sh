#!/bin/sh
# Compiles and links the app's resources without Gradle, by Debian's aapt2 and its framework of
# API 29: resources.sh DIRECTORY. Writes R.java, the manifest with the package's name, the rules
# by which R8 keeps the manifest's classes, and resources.apk, which the tests and the APK are
# made of.
set -eu
directory=$1
here=$(cd "$(dirname "$0")" && pwd)
property() { sed -n "s/^$1=//p" "$here/gradle.properties"; }
framework=/usr/share/android-framework-res/framework-res.apk

command -v aapt2 >/dev/null && [ -e "$framework" ] || {
    echo 'resources.sh needs the packages aapt and android-framework-res: make tools-android' >&2
    exit 1
}
new=$directory/new
rm -rf "$new" && mkdir -p "$new/java"
# Gradle gives the manifest its package, too.
sed "s/<manifest /<manifest package=\"$(property applicationId)\" /" \
    "$here/src/main/AndroidManifest.xml" >"$new/AndroidManifest.xml"
aapt2 compile --dir "$here/src/main/res" -o "$new/compiled.zip"
aapt2 link -I "$framework" --manifest "$new/AndroidManifest.xml" --java "$new/java" \
    --proguard "$new/rules.pro" \
    --min-sdk-version "$(property minSdk)" --target-sdk-version "$(property targetSdk)" \
    --version-code "$(property versionCode)" --version-name "$(property versionName)" \
    -o "$new/resources.apk" "$new/compiled.zip"

# What did not change keeps its time, so that Maven does not compile it again.
for part in java AndroidManifest.xml rules.pro resources.apk; do
    if ! diff -rq "$new/$part" "$directory/$part" >/dev/null 2>&1; then
        rm -rf "${directory:?}/$part" && mv "$new/$part" "$directory/$part"
    fi
done
rm -rf "$new"
