#!/bin/sh
# Compiles and links the native library for Android on arm64 without the NDK, and checks it as
# by elf.py: linked.sh DIRECTORY. A check, not something that runs: in the places of Android's
# own libraries stand empty ones. Needs Debian for its Rust, whose sources of the standard
# library Android's is built of, and rustup's Rust for its linker; about five minutes of
# processor time.
set -eu
directory=$1
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
target=aarch64-linux-android
mkdir -p "$directory" && directory=$(cd "$directory" && pwd)

# Unpacked, not installed: Debian's Rust would stand in the way of rustup's.
debian=$directory/debian
if [ ! -e "$debian/usr/bin/rustc" ]; then
    rm -rf "$directory/packages" "$debian" && mkdir -p "$directory/packages" "$debian"
    besides=$(apt-cache depends --recurse --important rustc-web |
        grep -E '^(libstd-rust-web-[0-9]|libllvm[0-9])')
    # shellcheck disable=SC2086  # Several names.
    (cd "$directory/packages" &&
        apt-get download --quiet=2 rustc-web rust-web-src libstd-rust-web-dev $besides 2>/dev/null)
    for package in "$directory"/packages/*.deb; do dpkg-deb --extract "$package" "$debian"; done
fi
compiler=$directory/rustc
cat >"$compiler" <<SCRIPT
#!/bin/sh
export LD_LIBRARY_PATH=$debian/usr/lib/$(uname -m)-linux-gnu:$debian/usr/lib
exec $debian/usr/bin/rustc "\$@"
SCRIPT
chmod 755 "$compiler"
lld=$(rustc --print target-libdir)/../bin/rust-lld

libraries=$directory/libraries
rm -rf "$libraries" && mkdir -p "$libraries"
ar rcs "$libraries/libunwind.a"
for name in c dl log m; do
    "$lld" -flavor gnu -shared -m aarch64elf -soname "lib$name.so" -o "$libraries/lib$name.so" \
        "$libraries/libunwind.a"
done

# rustc speaks to Android's linker by way of a C compiler; this one takes the words for it.
linker=$directory/linker
cat >"$linker" <<SCRIPT
#!/bin/sh
set -f
for word; do
    shift
    case \$word in
    -Wl,*) IFS=, && set -- "\$@" \${word#-Wl,} && unset IFS ;;
    -nodefaultlibs | -nostartfiles | -fuse-ld=* | --target=*) ;;
    *) set -- "\$@" "\$word" ;;
    esac
done
exec $lld -flavor gnu -L$libraries -z max-page-size=16384 "\$@"
SCRIPT
chmod 755 "$linker"

cd "$top"
CARGO_TARGET_DIR=$directory/target RUSTC=$compiler RUSTC_BOOTSTRAP=1 \
    CARGO_TARGET_AARCH64_LINUX_ANDROID_LINKER=$linker \
    cargo build --quiet --locked --release --package iot4emissions-kotlin --no-default-features \
    --target "$target" -Z build-std=std,panic_unwind
built=$directory/jniLibs/arm64-v8a
mkdir -p "$built"
cp "$directory/target/$target/release/libiot4emissions_kotlin.so" "$built"
python3 "$here/elf.py" "$built/libiot4emissions_kotlin.so"
