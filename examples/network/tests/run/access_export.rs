//! `network access export`, as an operator starts it.

use std::process::{Command, Output};

use crate::worlds::Folder;

/// Starts the program with words that are separated by blanks.
fn program(words: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_network"))
        .args(words.split(' '))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn printed(words: &str) -> String {
    let output = program(words);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The status and the words on standard error; nothing is on standard output.
fn refused(words: &str) -> (Option<i32>, String) {
    let output = program(words);
    assert_eq!(text(&output.stdout), "");
    (output.status.code(), text(&output.stderr))
}

/// Each command of the operators' page prints each output that the page shows after it.
#[test]
fn the_commands_of_the_page_print_what_it_shows() {
    let page = include_str!("../../../../iot4emissions-proto/docs/access.md");
    let mut sections = page.split("\n$ cargo run -p network -- ").skip(1);
    let mut shown = 0;
    for section in &mut sections {
        let (words, rest) = section.split_once('\n').unwrap();
        let output = printed(words);
        let rest = rest.split("What to look out for:").next().unwrap();
        let blocks = rest.split("```text\n").skip(1);
        for block in blocks {
            let (block, _) = block.split_once("```").unwrap();
            assert!(output.contains(block), "{words} does not print:\n{block}");
            shown += 1;
        }
    }
    assert_eq!(shown, 14);
}

#[test]
fn one_file_is_printed_raw_and_several_under_their_names() {
    let words = "access export rabbitmq --role registration --device a";
    let all = printed(words);
    let names = ["definitions.json", "rabbitmq.conf", "enabled_plugins"];
    for name in names {
        assert!(all.contains(&format!("===== {name}: ")), "{all}");
        let one = printed(&format!("{words} --file {name}"));
        assert!(all.contains(&one) && !one.contains("====="));
    }
    assert_eq!(
        refused(&format!("{words} --file acl")),
        (
            Some(1),
            "error: expected one of definitions.json, rabbitmq.conf, enabled_plugins as --file, found \"acl\"\n"
                .to_owned()
        )
    );
}

#[test]
fn files_are_written_where_asked() {
    let folder = Folder::new("access-export");
    let devices = folder.0.join("devices.txt");
    std::fs::write(&devices, "# a comment\na-1\n\nb-2\n").unwrap();
    let into = folder.0.join("new").join("folder");
    let words = format!(
        "access export mosquitto-dynsec --role data --registration-service reg --data-service dat \
         --devices {} --device c-3 --listen 127.0.0.1:1 --folder /srv --plugin /p.so \
         --client-authority /ca --certificate /cert --key /key --revocation-list /crl --output {}",
        devices.display(),
        into.display()
    );
    let output = program(&words.split_whitespace().collect::<Vec<_>>().join(" "));
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    let said = text(&output.stderr);
    assert!(said.contains("dynamic-security.json: the rights"), "{said}");

    let read = |name: &str| std::fs::read_to_string(into.join(name)).unwrap();
    let roles = read("dynamic-security.json");
    for role in ["service-dat", "device-a-1", "device-b-2", "device-c-3"] {
        assert!(roles.contains(&format!("\"{role}\"")), "{role}");
    }
    let conf = read("mosquitto.conf");
    for line in [
        "listener 1 127.0.0.1",
        "plugin /p.so",
        "plugin_opt_config_file /srv/dynamic-security.json",
        "cafile /ca",
        "certfile /cert",
        "keyfile /key",
        "crlfile /crl",
    ] {
        assert!(conf.lines().any(|found| found == line), "{line}");
    }
}

#[test]
fn who_lists_devices_is_told_when_there_are_none() {
    let output = program("access export rabbitmq --role data");
    assert!(output.status.success());
    assert_eq!(
        text(&output.stderr),
        "rabbitmq lists devices, and none is given: only the service can connect (--device, --devices)\n"
    );
    let output = program("access export emqx --role data");
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn bad_settings_end_with_status_1_and_say_what_was_found() {
    let folder = Folder::new("access-export-devices");
    let devices = folder.0.join("devices.txt");
    std::fs::write(&devices, "a\nb/c\n").unwrap();
    let devices = devices.display();
    for (words, error) in [
        (
            "--device +".to_owned(),
            r#"--device, number 1: expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found '+' at character 1"#.to_owned(),
        ),
        (
            format!("--devices {devices}"),
            format!(
                r#"{devices}, line 2: expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found '/' at character 2"#
            ),
        ),
        (
            "--data-service dat --device a --device dat".to_owned(),
            "expected a device ID as device 2, found the principal name of the OBFCM Data Service".to_owned(),
        ),
        (
            "--data-service #".to_owned(),
            r##"expected a principal name of 1 to 64 ASCII letters, digits, "-" or "_" for the OBFCM Data Service, found '#' at character 1"##.to_owned(),
        ),
        (
            "--folder a*b".to_owned(),
            r#"expected a path of ASCII letters, digits and "/._:@+-" for the folder, found '*' at character 2"#.to_owned(),
        ),
    ] {
        let words = format!("access export mosquitto-dynsec --role data {words}");
        assert_eq!(refused(&words), (Some(1), format!("error: {error}\n")));
    }
    let (status, error) = refused("access export rabbitmq --role data --devices /no/such/file");
    assert_eq!(status, Some(1));
    assert!(error.starts_with("error: /no/such/file: "), "{error}");
}

#[test]
fn bad_words_end_with_status_2() {
    let (status, error) = refused("access export nginx --role data");
    assert_eq!(status, Some(2));
    assert!(
        error.contains(r#"expected "mosquitto", "mosquitto-dynsec", "emqx""#),
        "{error}"
    );
    for words in [
        "access export mosquitto",
        "access export mosquitto --role both",
        "access export mosquitto --role data --key /k",
        "access export mosquitto --role data --output a --file b",
        "access",
        "--vehicles 3 access export mosquitto --role data",
    ] {
        assert_eq!(refused(words).0, Some(2), "{words}");
    }
}
