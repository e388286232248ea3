"""Checks native libraries for Android: elf.py FILE..., each a library, an AAR or an APK.

Android may run with pages of 16 KiB, where the linker refuses a library whose LOAD segments
are aligned to less. Besides, a library has to be for the machine that its folder names, and
has to need nothing that Android does not have: Linux's own libraries load nowhere there.
Exits with 1 where something is wrong, and says of each library what it is.
"""

import struct
import sys
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

PAGE = 16384
"""Bytes; only 64-bit processors have pages of that size."""

LOAD, DYNAMIC = 1, 2
NEEDED, STRING_TABLE = 1, 5

ABIS = {"arm64-v8a": (64, 183), "armeabi-v7a": (32, 40), "x86_64": (64, 62), "x86": (32, 3)}
"""Bits and `e_machine` of each ABI."""

ANDROID = {"libc.so", "libdl.so", "liblog.so", "libm.so"}
"""What the libraries of this project may need."""


class ElfError(ValueError):
    """No library that this script can read."""


@dataclass(frozen=True)
class Segment:
    """A program header."""

    kind: int
    offset: int
    address: int
    size: int
    align: int


@dataclass(frozen=True)
class Library:
    """What an ELF file says of itself."""

    bits: int
    machine: int
    loads: tuple[Segment, ...]
    needed: tuple[str, ...]


def read(data: bytes) -> Library:
    """The library in `data`."""
    if data[:4] != b"\x7fELF":
        raise ElfError("expected an ELF file, found another")
    if data[5:6] != b"\x01":
        raise ElfError("expected a little-endian ELF file, found another")
    try:
        bits = {1: 32, 2: 64}[data[4]]
        machine = struct.unpack_from("<H", data, 18)[0]
        segments = tuple(_segments(data, bits))
        return Library(
            bits,
            machine,
            tuple(segment for segment in segments if segment.kind == LOAD),
            tuple(_needed(data, bits, segments)),
        )
    except (KeyError, IndexError, ValueError, struct.error) as error:
        raise ElfError("expected a whole ELF file, found a damaged one") from error


def _segments(data: bytes, bits: int):
    at = struct.unpack_from("<Q", data, 32)[0] if bits == 64 else struct.unpack_from("<I", data, 28)[0]
    size, count = struct.unpack_from("<HH", data, 54 if bits == 64 else 42)
    for index in range(count):
        start = at + index * size
        if bits == 64:
            kind, _, offset, address, _, length, _, align = struct.unpack_from("<IIQQQQQQ", data, start)
        else:
            kind, offset, address, _, length, _, _, align = struct.unpack_from("<IIIIIIII", data, start)
        yield Segment(kind, offset, address, length, align)


def _needed(data: bytes, bits: int, segments: tuple[Segment, ...]):
    entry = struct.Struct("<QQ" if bits == 64 else "<II")
    for dynamic in (segment for segment in segments if segment.kind == DYNAMIC):
        pairs = list(entry.iter_unpack(data[dynamic.offset : dynamic.offset + dynamic.size]))
        table = next((value for tag, value in pairs if tag == STRING_TABLE), None)
        for name in (value for tag, value in pairs if tag == NEEDED):
            start = _offset(segments, table) + name
            yield data[start : data.index(b"\0", start)].decode()


def _offset(segments: tuple[Segment, ...], address: int | None) -> int:
    for segment in segments:
        if segment.kind == LOAD and address is not None and 0 <= address - segment.address < segment.size:
            return address - segment.address + segment.offset
    raise ValueError(address)


def faults(library: Library, abi: str | None) -> list[str]:
    """What keeps Android from loading the library, which stands in the folder of `abi`."""
    found = []
    if not library.loads:
        found.append("expected LOAD segments, found none")
    smallest = min((segment.align for segment in library.loads), default=PAGE)
    if library.bits == 64 and smallest < PAGE:
        found.append(f"expected LOAD segments aligned to {PAGE}, found {smallest}")
    if any((load.address - load.offset) % max(load.align, 1) for load in library.loads):
        found.append("expected LOAD segments at addresses congruent to their offsets, found another")
    if abi is not None and abi not in ABIS:
        found.append(f"expected a folder named {', '.join(ABIS)}, found {abi}")
    elif abi is not None and ABIS[abi] != (library.bits, library.machine):
        found.append(f"expected a library for {abi}, found one of {library.bits} bits for machine {library.machine}")
    foreign = sorted(set(library.needed) - ANDROID)
    if abi is not None and foreign:
        found.append(f"expected a need of {', '.join(sorted(ANDROID))} alone, found {', '.join(foreign)}")
    return found


def stored(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> list[str]:
    """What keeps Android from mapping the library out of an APK, where it is not compressed."""
    if entry.compress_type != zipfile.ZIP_STORED:
        return []
    archive.fp.seek(entry.header_offset + 26)
    name, extra = struct.unpack("<HH", archive.fp.read(4))
    start = entry.header_offset + 30 + name + extra
    return [] if start % PAGE == 0 else [f"expected it at a multiple of {PAGE} in the file, found it at {start}"]


def libraries(path: str):
    """Name, bytes, ABI and faults of its place, of each library in the file."""
    if not path.endswith((".aar", ".apk")):
        with open(path, "rb") as file:
            yield path, file.read(), None, []
        return
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            name = PurePosixPath(entry.filename)
            if name.suffix == ".so":
                place = stored(archive, entry) if path.endswith(".apk") else []
                yield f"{path}: {name}", archive.read(entry), name.parent.name, place


def main(paths: list[str]) -> int:
    """Prints a line for each library, and gives the exit code."""
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    wrong = seen = 0
    for path in paths:
        for name, data, abi, place in libraries(path):
            seen += 1
            try:
                library = read(data)
            except ElfError as error:
                print(f"{name}: {error}")
                wrong += 1
                continue
            smallest = min((segment.align for segment in library.loads), default=0)
            print(f"{name}: {library.bits} bits, {len(library.loads)} LOAD segments aligned to {smallest}")
            found = faults(library, abi) + place
            for fault in found:
                print(f"{name}: {fault}")
            wrong += bool(found)
    if not seen:
        print(f"expected a library in {', '.join(paths)}, found none")
        wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
