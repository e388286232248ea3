"""Makes the app without Gradle, signed: apk.py OPTIONS, as bindings-kotlin/android-checks does.

R8 turns the JARs into DEX, by the rules that the library ships, those in the JARs and those of the
resources; the libraries of `--jni` (a folder for each ABI) are stored so that Android maps them with pages of
16 KiB; Debian's zipalign checks the places of the rest, and apksigner signs, with a key that is
made where there is none: for trying out, not for a unit that is sold.
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can hold."""
PASSWORD = "android"
"""That of Android's debug keys, too."""
KEPT = ("META-INF/services/", "META-INF/LICENSE", "META-INF/NOTICE", "META-INF/AL2.0", "META-INF/LGPL2.1")
"""What an app needs of the JARs' other files; most are for desktops, or for compilers."""


def property_of(name: str) -> str:
    """What Gradle reads, too."""
    lines = (HERE / "gradle.properties").read_text(encoding="utf-8").splitlines()
    return next(line.split("=", 1)[1] for line in lines if line.startswith(name + "="))


def rules_in(jars: list[str]) -> str:
    """The rules for R8 that stand in the JARs, where Gradle looks for them, too."""
    found = []
    for jar in jars:
        with zipfile.ZipFile(jar) as archive:
            names = [name for name in archive.namelist() if name.endswith(".pro")]
            for place in ("META-INF/com.android.tools/r8/", "META-INF/proguard/"):
                here = [name for name in names if name.startswith(place)]
                found += [archive.read(name).decode() for name in here]
                if here:
                    break
    return "\n".join(found)


def dex(asked: argparse.Namespace, output: Path) -> None:
    """Shrinks the JARs into `output`, a ZIP file of DEX files and the JARs' other files."""
    # Less than half the processor time of the JVM as it is: R8 is over before that pays.
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", asked.r8, "com.android.tools.r8.R8", "--release"]
    command += ["--min-api", property_of("minSdk"), "--lib", asked.android]
    # java.*, which that JAR leaves to the machine that runs it.
    command += ["--lib", asked.java]
    jars = asked.classes.split(":")
    embedded = output.with_name("embedded.pro")
    embedded.write_text(rules_in(jars), encoding="utf-8")
    for rules in [*asked.rules, str(embedded)]:
        command += ["--pg-conf", rules]
    subprocess.run([*command, "--output", str(output), *jars], check=True)


class Apk:
    """An APK that is being written."""

    def __init__(self, path: Path) -> None:
        self.file = zipfile.ZipFile(path, "w")

    def add(self, name: str, data: bytes, align: int | None = None) -> None:
        """Adds a file; with `align` not compressed, and at a multiple of so many bytes."""
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.external_attr = 0o644 << 16
        if align is None:
            entry.compress_type = zipfile.ZIP_DEFLATED
        else:
            start = self.file.fp.tell() + 30 + len(name.encode())
            # An extra field of its own kind, as zipalign writes: 4 bytes of header at least.
            room = -(start + 4) % align
            entry.extra = b"\x35\xd9" + room.to_bytes(2, "little") + bytes(room)
        self.file.writestr(entry, data)

    def close(self) -> None:
        """Ends the file."""
        self.file.close()


def write(asked: argparse.Namespace, dexed: Path, output: Path) -> None:
    """Puts everything into one file."""
    apk = Apk(output)
    with zipfile.ZipFile(asked.resources) as resources:
        for name in resources.namelist():
            # Android 11 wants the table of resources as it is, at a multiple of 4.
            apk.add(name, resources.read(name), align=4 if name == "resources.arsc" else None)
    with zipfile.ZipFile(dexed) as code:
        for name in sorted(code.namelist()):
            if name.endswith(".dex") or (name.startswith(KEPT) and not name.endswith("/")):
                apk.add(name, code.read(name))
    for directory in asked.jni:
        for library in sorted(directory.glob("*/*.so")):
            apk.add(f"lib/{library.parent.name}/{library.name}", library.read_bytes(), align=16384)
    apk.close()


def sign(asked: argparse.Namespace, apk: Path) -> None:
    """Signs by the key, which is made where there is none."""
    if not asked.key.exists():
        command = ["keytool", "-genkeypair", "-keystore", str(asked.key), "-storepass", PASSWORD]
        command += ["-alias", "trying-out", "-keyalg", "EC", "-groupname", "secp256r1"]
        subprocess.run([*command, "-validity", "365", "-dname", "CN=Trying out"], check=True)
    command = ["apksigner", "sign", "--ks", str(asked.key), "--ks-pass", f"pass:{PASSWORD}"]
    command += ["--min-sdk-version", property_of("minSdk"), "--out", str(asked.output)]
    subprocess.run([*command, str(apk)], check=True)
    subprocess.run(["apksigner", "verify", "--verbose", str(asked.output)], check=True)


def main() -> int:
    """Makes it, and gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--resources", type=Path, required=True, help="what resources.sh wrote")
    parser.add_argument("--classes", required=True, help="the JARs that the app ships, between colons")
    parser.add_argument("--android", required=True, help="Android's own JAR")
    parser.add_argument("--java", required=True, help="a JDK's home")
    parser.add_argument("--r8", required=True, help="R8's JAR")
    parser.add_argument("--rules", action="append", required=True, help="rules for R8")
    parser.add_argument("--jni", action="append", type=Path, default=[], help="folders of ABIs' folders")
    parser.add_argument("--key", type=Path, required=True, help="a key store, made where there is none")
    parser.add_argument("--output", type=Path, required=True)
    asked = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as directory:
            dexed, unsigned = Path(directory, "dex.zip"), Path(directory, "unsigned.apk")
            dex(asked, dexed)
            write(asked, dexed, unsigned)
            subprocess.run(["zipalign", "-c", "4", str(unsigned)], check=True)
            sign(asked, unsigned)
    except (subprocess.CalledProcessError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
