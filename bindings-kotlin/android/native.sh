#!/bin/sh
# Builds the native libraries of all ABIs into src/main/jniLibs, writes their Kotlin side into
# build/native/kotlin, and checks the libraries. Needs cargo-ndk, the NDK (ANDROID_NDK_HOME) and
# the targets that README.md names.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
property() { sed -n "s/^$1=//p" "$here/gradle.properties"; }
cd "$here"
targets=''
for abi in $(property abis | tr , ' '); do targets="$targets -t $abi"; done

# Without Arrow, which nothing in a vehicle reads.
# shellcheck disable=SC2086  # Several options.
cargo ndk $targets --platform "$(property minSdk)" -o src/main/jniLibs \
    build --locked --release --package iot4emissions-kotlin --no-default-features
# The generator reads this machine's library, which has the same functions.
sh ../native.sh "$here/build/native"
python3 elf.py $(find src/main/jniLibs -name '*.so')
