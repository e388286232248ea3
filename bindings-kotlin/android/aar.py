"""Makes the AAR without Gradle: aar.py --classes JAR --jni DIRECTORY --output AAR.

Of the JAR that Maven builds (`../library/target`) it takes the classes, and of the directory
(`src/main/jniLibs`, which native.sh fills) the native library of each ABI; every library is
checked as by elf.py. The same inputs give the same bytes.
"""

import argparse
import io
import sys
import zipfile
from pathlib import Path

import elf

HERE = Path(__file__).parent
LIBRARY = "libiot4emissions_kotlin.so"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can hold."""


class AarError(ValueError):
    """Something that the AAR cannot be made of."""


def properties() -> dict[str, str]:
    """What Gradle reads, too."""
    lines = (HERE / "gradle.properties").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Adds a file whose time says nothing."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def classes(jar: Path) -> bytes:
    """The JAR's classes and what Kotlin keeps beside them, without the desktops' libraries."""
    out = io.BytesIO()
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(out, "w") as archive:
        for name in sorted(source.namelist()):
            if name.endswith((".class", ".kotlin_module")):
                add(archive, name, source.read(name))
    return out.getvalue()


def manifest(known: dict[str, str]) -> bytes:
    """The manifest as Gradle writes it: with the package, and what it runs on."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android"
    package="{known["namespace"]}" >

    <uses-sdk android:minSdkVersion="{known["minSdk"]}" />

</manifest>
""".encode()


def libraries(directory: Path, abis: list[str]):
    """Each ABI's library: all of them, and each one that Android loads."""
    for abi in abis:
        path = directory / abi / LIBRARY
        if not path.is_file():
            raise AarError(f"expected {path}, found no such file")
        data = path.read_bytes()
        try:
            found = elf.faults(elf.read(data), abi)
        except elf.ElfError as error:
            raise AarError(f"{path}: {error}") from error
        if found:
            raise AarError(f"{path}: {'; '.join(found)}")
        yield f"jni/{abi}/{LIBRARY}", data


def main() -> int:
    """Makes it, and gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name in ("classes", "jni", "output"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    asked = parser.parse_args()
    known = properties()
    try:
        jni = list(libraries(asked.jni, known["abis"].split(",")))
        inside = classes(asked.classes)
    except (AarError, OSError, zipfile.BadZipFile) as error:
        print(error, file=sys.stderr)
        return 1
    with zipfile.ZipFile(asked.output, "w") as archive:
        add(archive, "AndroidManifest.xml", manifest(known))
        add(archive, "classes.jar", inside)
        for name, data in jni:
            add(archive, name, data)
        add(archive, "proguard.txt", (HERE / "consumer-rules.pro").read_bytes())
        # There are no resources, and Gradle asks for their list all the same.
        add(archive, "R.txt", b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
