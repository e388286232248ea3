"""``iot4emissions rules``, as an operator starts it: the page for operators, and every file."""

from pathlib import Path

import pytest
from cli_common import run

PAGE = Path(__file__).parents[3] / "iot4emissions-proto" / "docs" / "access.md"


def printed(words: str) -> str:
    ran = run(*words.split())
    assert ran.status == 0, ran.errors
    return ran.output


def test_the_commands_of_the_page_print_what_it_shows() -> None:
    shown = 0
    for section in PAGE.read_text("utf-8").split("\n$ iot4emissions ")[1:]:
        words, _, rest = section.partition("\n")
        output = printed(words)
        for block in rest.partition("What to look out for:")[0].split("```text\n")[1:]:
            text = block.partition("```")[0]
            assert text in output, words
            shown += 1
    assert shown == 15


def test_one_file_is_printed_raw_and_several_under_their_names() -> None:
    words = "rules rabbitmq --role registration --device a"
    everything = printed(words)
    for name in ("definitions.json", "rabbitmq.conf", "enabled_plugins"):
        assert f"===== {name}: " in everything
        one = printed(f"{words} --file {name}")
        assert one in everything and "=====" not in one


def test_files_are_written_where_asked(tmp_path: Path) -> None:
    (tmp_path / "devices.txt").write_text("# a comment\na-1\n\nb-2\n")
    words = (
        "rules mosquitto-dynsec --role data --registration-service reg --data-service dat "
        "--devices devices.txt --device c-3 --listen 127.0.0.1:1 --folder /srv --plugin /p.so "
        "--client-authority /ca --certificate /cert --key /key --revocation-list /crl "
        "--output new/folder"
    )
    ran = run(*words.split(), folder=tmp_path)
    assert (ran.status, ran.output) == (0, "")
    assert "dynamic-security.json: the rights" in ran.errors
    folder = tmp_path / "new" / "folder"
    roles = (folder / "dynamic-security.json").read_text("utf-8")
    for role in ("service-dat", "device-a-1", "device-b-2", "device-c-3"):
        assert f'"{role}"' in roles
    lines = (folder / "mosquitto.conf").read_text("utf-8").splitlines()
    for line in (
        "listener 1 127.0.0.1",
        "plugin /p.so",
        "plugin_opt_config_file /srv/dynamic-security.json",
        "cafile /ca",
        "certfile /cert",
        "keyfile /key",
        "crlfile /crl",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            "--device +",
            "--device, number 1: expected a device ID of 1 to 64 ASCII letters, digits, "
            '"-" or "_", found \'+\' at character 1',
        ),
        (
            "--data-service dat --device a --device dat",
            "expected a device ID as device 2, found the principal name of the OBFCM Data Service",
        ),
        (
            "--data-service #",
            'expected a principal name of 1 to 64 ASCII letters, digits, "-" or "_" for the '
            "OBFCM Data Service, found '#' at character 1",
        ),
        (
            "--folder a*b",
            'expected a path of ASCII letters, digits and "/._:@+-" for the folder, '
            "found '*' at character 2",
        ),
    ],
)
def test_bad_settings_say_what_was_found(words: str, error: str) -> None:
    ran = run("rules", "mosquitto-dynsec", "--role", "data", *words.split())
    assert (ran.status, ran.output) == (2, "")
    assert ran.errors.splitlines()[-1] == f"iot4emissions rules: {error}"


@pytest.mark.parametrize(
    "words",
    [
        "nginx --role data",
        "mosquitto",
        "mosquitto --role both",
        "mosquitto --role data --output a --file b",
    ],
)
def test_bad_words_are_refused(words: str) -> None:
    ran = run("rules", *words.split())
    assert (ran.status, ran.output) == (2, "")
