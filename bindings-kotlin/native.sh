#!/bin/sh
# Builds the native library, writes its Kotlin side, and puts a stripped copy where JNA looks
# for it: native.sh DIRECTORY. The generator reads the unstripped one, whose symbols tell it
# what there is.
set -eu
directory=$1
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
profile=${IOT4EMISSIONS_PROFILE:-shipped}
target=${CARGO_TARGET_DIR:-$(cd .. && pwd)/target}
cargo build --quiet --locked --profile "$profile" --package iot4emissions-kotlin
cargo build --quiet --locked --package iot4emissions-kotlin-bindgen

case $(uname -s) in
Darwin) prefix=darwin file=libiot4emissions_kotlin.dylib ;;
Linux) prefix=linux file=libiot4emissions_kotlin.so ;;
*) echo "native.sh knows Linux and macOS, not $(uname -s)" >&2 && exit 1 ;;
esac
case $(uname -m) in
x86_64) machine=x86-64 ;;
arm64 | aarch64) machine=aarch64 ;;
*) echo "native.sh knows x86-64 and aarch64, not $(uname -m)" >&2 && exit 1 ;;
esac
library=$target/$profile/$file

# What did not change keeps its time, so that Maven does not compile it again.
new=$directory/new
rm -rf "$new" && mkdir -p "$new/kotlin" "$new/resources/$prefix-$machine"
"$target/debug/iot4emissions-kotlin-bindgen" generate --language kotlin --no-format \
    -o "$new/kotlin" "$library"
cp "$library" "$new/resources/$prefix-$machine/$file"
strip -x "$new/resources/$prefix-$machine/$file"
for part in kotlin resources; do
    if ! diff -rq "$new/$part" "$directory/$part" >/dev/null 2>&1; then
        rm -rf "${directory:?}/$part" && mv "$new/$part" "$directory/$part"
    fi
done
rm -rf "$new"
