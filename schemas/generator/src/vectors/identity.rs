//! `identity.json`: device IDs, service names, certificates (P-2).

use iot4emissions_proto::identity::{
    CertificateError, DeviceId, OpeningKey, SealedDeviceId, SealingError, ServiceNames,
    ServiceNamesError, certificate_common_name,
};
use iot4emissions_proto::time::UnixSeconds;
use serde_json::json;

use super::text::Text;
use super::{Case, Vectors, Wrong, code, hex};

pub(super) fn file() -> Vectors {
    let ids = ids().into_iter().map(device_id);
    let names = NAMES.iter().map(service_names);
    let certificates = certificates().into_iter().map(certificate);
    Vectors {
        name: "identity",
        description: "Texts that are device IDs (`deviceId`), pairs of principal names of the \
            services (`serviceNames`) and certificates at a time, UNIX seconds, that name a device \
            (`certificate`), or why not. PEM is `text`, DER is `hex`. What \
            seals a device's ID for the Data Service with randomness, bytes in hexadecimal digits, \
            and that service's private key for reference (`seal`), and what opens it (`open`).",
        cases: ids
            .chain(names)
            .chain(certificates)
            .chain(SEALED.iter().map(seal))
            .chain(OPENED.iter().map(open))
            .collect(),
    }
}

type Rules = &'static [&'static str];

/// The Data Service's private key: 0, 1, 2, … 31.
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const OTHER_KEY: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const RANDOM: &str = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
const DATA_UUID: &str = "0b7c1a52-9d4e-4f3a-8a61-2f5f0c9b7e13";
const LONGEST: &str = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
const SEALED_UUID: &str = "aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBedF6N8CgUxTXx4GwtGwe0kbzOtRZ1OZmmb5IjF0vDCK0JKKSmoh2lvW1ANTi_ImxoeT1lJ5j1txYwEAxUSl3o9CZcF4jvOw99nf0YiPIhdMA";

/// Name, device, its ID for the Data Service, randomness, and what is sealed: by another
/// implementation of RFC 9180.
type Sealed = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Result<&'static str, &'static str>,
);

#[rustfmt::skip] // One row a line.
const SEALED: &[Sealed] = &[
    ("two UUIDs", UUID, DATA_UUID, RANDOM, Ok(SEALED_UUID)),
    ("the longest ID", UUID, LONGEST, RANDOM, Ok("aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBfVDexnQxx8Byk5B0dblKE6JCr4BYQALzzR-sXbmuuDMQ1XYGLQ_xEXIyh1Nlew42JmNyExnkUVvfR8e21q7wJFvafEnSqNf6zyFrYezxMYGQ")),
    ("the shortest IDs, other randomness", "a", "b", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", Ok("bxA_W1MDWPc3EN4u2Jm_tDz81JxP5Pt6sGMYPITna0fY7_XMlFEeyJ4tsow6HBOyvYJQ9oMZzdjUYwmhptW-6wsinir0Max4uUp3uxiRfdMOs74_kxwyryQSdSwPu0F5r2hg6NxUQ49td_VYi3lxBg")),
    ("the device's own ID", UUID, UUID, RANDOM, Err("device-id")),
];

fn seal((name, device, data_device, random, by_hand): &Sealed) -> Result<Case, Wrong> {
    let case = Case::new(format!("sealed: {name}"), &["P-1.7"]);
    let wrong = |reason: &str| case.wrong(reason.to_owned());
    let key = opening_key(KEY).ok_or_else(|| wrong("no key"))?;
    let ids = (device.parse::<DeviceId>(), data_device.parse::<DeviceId>());
    let (Ok(id), Ok(data_id)) = ids else {
        return Err(wrong("no device IDs"));
    };
    let random = from_hex(random).ok_or_else(|| wrong("no randomness"))?;
    let found = key.sealing_key().seal(&data_id, &id, random);
    let public: String = key
        .sealing_key()
        .to_bytes()
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    let case = case
        .with("function", &"seal")?
        .with("key", &KEY)?
        .with("sealingKey", &public)?
        .with("random", &random.map(|byte| format!("{byte:02x}")).concat())?
        .with("deviceId", device)?
        .with("dataDevice", data_device)?;
    match by_hand {
        Ok(sealed) => case.agreed(
            "sealed",
            sealed,
            &found
                .map_or_else(|_| String::new(), |it| it.to_string())
                .as_str(),
        ),
        Err(refused) => case.agreed(
            "refused",
            refused,
            &found.err().map_or("", |error| error.code()),
        ),
    }
}

/// Name, key, device, what is sealed, and the ID or why there is none.
type Opened = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Result<&'static str, &'static str>,
);

#[rustfmt::skip] // One row a line.
const OPENED: &[Opened] = &[
    ("two UUIDs", KEY, UUID, SEALED_UUID, Ok(DATA_UUID)),
    ("by another service", OTHER_KEY, UUID, SEALED_UUID, Err("sealed")),
    ("of another device", KEY, DATA_UUID, SEALED_UUID, Err("sealed")),
    ("with the next form's label", KEY, UUID, "aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBeUDPsDgJwiLNAAto3oK3199jNbay6-o-hv0WtIzCfnV0DkI76ZhxdBOWehnttLmCVeGClnxWoq1zPaxRkdy1BgejT7yw9AAiZ5L8bfdMW9bQ", Err("sealed")),
    ("a VIN", KEY, UUID, "aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBfnM8xXfVQxNGANSw4T2OBxaFKAffx4V0Spgr2j4pP7SXUvGBqoh2lvW1ANTi_ImxoeT1lJ5j1txYwEAxUSl3o9RMLPN-uDtcorA7YEc-pLOA", Err("device-id")),
    ("the device's own ID", KEY, UUID, "aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBfLRqMuWAY0T3x3R1pCwe0maTatRJ4dNmnNsInAgPWdexBLKiKoh2lvW1ANTi_ImxoeT1lJ5j1txYwEAxUSl3o9Ea7NCFUIWbf_I1jGEupZug", Err("device-id")),
    ("no ID", KEY, UUID, "aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBetdZQfO2QEf1FBfz8j7NlCXFKAffx4V0Spgr2j4pP7SXUvGBqoh2lvW1ANTi_ImxoeT1lJ5j1txYwEAxUSl3o9mb036xhBRR2eTy41ooMpaA", Err("device-id")),
    ("a zero within the ID", KEY, UUID, "aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBfMdfYfO2QEf1FBfz8j7NlCXFKAffx4V0Spgr2j4pP7SXUvGBqoh2lvW1ANTi_ImxoeT1lJ5j1txYwEAxUSl3o9ykpEb9TT3X-09cb-FR8F_A", Err("device-id")),
];

fn open((name, key, device, sealed, by_hand): &Opened) -> Result<Case, Wrong> {
    let case = Case::new(format!("opened: {name}"), &["P-1.7"]);
    let wrong = |reason: &str| case.wrong(reason.to_owned());
    let opening = opening_key(key).ok_or_else(|| wrong("no key"))?;
    let id: DeviceId = device.parse().map_err(|_| wrong("no device ID"))?;
    let found: Result<DeviceId, SealingError> = match sealed.parse::<SealedDeviceId>() {
        Ok(sealed) => opening.open(&sealed, &id),
        Err(_) => return Err(wrong("nothing sealed")),
    };
    let case = case
        .with("function", &"open")?
        .with("key", key)?
        .with("deviceId", device)?
        .with("sealed", sealed)?;
    match by_hand {
        Ok(data_device) => {
            let found = found.map_or_else(|_| String::new(), |it| it.to_string());
            case.agreed("dataDevice", data_device, &found.as_str())
        }
        Err(refused) => case.agreed(
            "refused",
            refused,
            &found.err().map_or("", |error| error.code()),
        ),
    }
}

fn opening_key(text: &str) -> Option<OpeningKey> {
    OpeningKey::from_bytes(&from_hex(text)?).ok()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let pair = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(pair).collect();
    bytes?.try_into().ok()
}

#[rustfmt::skip] // One row a line.
fn ids() -> Vec<(Rules, &'static str, Text, Option<&'static str>)> {
    let mut rows: Vec<(Rules, &str, Text, Option<&str>)> = Vec::new();
    for good in [
        "f371cb00-68ea-4d5d-9bea-d24cbff2ed28",
        "a",
        "0",
        "-",
        "_",
        "A-z_9",
        "JFXHF05K1L410493",
        "JFXHF05K1L410493I",
        "JFXHF05K1L410493-",
        "Obfcm-data-service",
        "obfcm-data-service-2",
    ] {
        rows.push((&["P-2.1"], good, Text::of(good), None));
    }
    for (bad, refused) in [
        ("JFXHF05K1L41049344", "vin-shape"),
        ("jfxhf05k1l4104934", "vin-shape"),
        ("vehicle-JFXHF05K1L4104934", "vin-shape"),
        ("JFX-HF05K1-L4104934", "vin-shape"),
        ("jfxhf05k1l410493ax", "vin-shape"),
        ("unit_xJFXHF05K1L410493A", "vin-shape"),
        ("", "empty"),
        ("+", "character"),
        ("#", "character"),
        ("*", "character"),
        ("a/b", "character"),
        ("$a", "character"),
        ("a b", "character"),
        (" a", "character"),
        ("a\n", "character"),
        ("a.b", "character"),
        ("a:b", "character"),
        ("%u", "character"),
        ("${clientid}", "character"),
        ("ä", "character"),
        ("a\u{0}", "character"),
        ("ａ", "character"),
    ] {
        rows.push((&["P-2.1"], bad, Text::of(bad), Some(refused)));
    }
    rows.extend([
        (&["P-2.1"] as Rules, "64 characters", Text::repeated("a", 64), None),
        (&["P-2.1"], "65 characters", Text::repeated("a", 65), Some("too-long")),
        (&["P-1.5", "P-2.1"], "a VIN", Text::of("JFXHF05K1L4104934"), Some("vin-shape")),
        (&["P-1.5", "P-2.1"], "17 digits", Text::of("00000000000000000"), Some("vin-shape")),
        (&["P-1.5", "P-2.1"], "a VIN in lower case", Text::of("jfxhf05k1l4104934"), Some("vin-shape")),
        (&["P-1.5", "P-2.1"], "a VIN behind a word", Text::of("car-JFXHF05K1L4104934"), Some("vin-shape")),
        (&["P-1.5", "P-2.1"], "a VIN within a word", Text::of("xJFXHF05K1L4104934x"), Some("vin-shape")),
        (&["P-1.5", "P-2.1"], "a VIN with separators", Text::of("JFX-HF05K1_L4104934"), Some("vin-shape")),
        (&["P-1.5", "P-2.1"], "a VIN letter by letter", Text::of("J-F-X-H-F-0-5-K-1-L-4-1-0-4-9-3-4"), Some("vin-shape")),
        (&["P-1.5", "P-2.1"], "19 digits", Text::of("8949020000123456789"), None),
        (&["P-1.5", "P-2.1"], "a UUID whose parts end with digits", Text::of("f371cb00-6812-4d5d-9bea-d24cbff21234"), None),
        (&["P-1.5", "P-2.1"], "a UUID behind a word", Text::of("truck-f371cb00-6812-4d5d-9bea-d24cbff2ed28"), None),
        (&["P-1.5", "P-2.1"], "a UUID without hyphens", Text::of("f371cb0068124d5d9bead24cbff21234"), None),
        (&["P-1.5", "P-2.1"], "two letters and 15 digits", Text::of("me-490154203237518"), None),
        (&["P-2.4"], "the Registration Service", Text::of("ota-registration-service"), Some("reserved")),
        (&["P-2.4"], "the Data Service", Text::of("obfcm-data-service"), Some("reserved")),
    ]);
    rows
}

fn device_id(
    (rules, name, text, by_hand): (Rules, &str, Text, Option<&'static str>),
) -> Result<Case, Wrong> {
    let found = text
        .text()
        .parse::<DeviceId>()
        .err()
        .map(|error| code(&error));
    Case::new(format!("device ID: {name:?}"), rules)
        .with("function", &"deviceId")?
        .with("text", &text)?
        .agreed("refused", &by_hand.map(str::to_owned), &found)
}

#[rustfmt::skip] // One row a line.
const NAMES: &[(&str, &str, Option<&str>)] = &[
    ("ota-registration-service", "obfcm-data-service", None),
    ("obfcm-data-service", "ota-registration-service", None),
    ("a", "b", None),
    ("a", "A", None),
    ("a", "a", Some("equal")),
    ("", "b", Some("empty")),
    ("a", "+", Some("character")),
    ("a", "JFXHF05K1L4104934", Some("vin-shape")),
];

fn service_names(
    (registration, data, by_hand): &(&str, &str, Option<&str>),
) -> Result<Case, Wrong> {
    let found = ServiceNames::new(registration, data)
        .err()
        .map(|error| match error {
            ServiceNamesError::Name { reason, .. } => code(&reason),
            other => code(&other),
        });
    Case::new(
        format!("service names {registration:?} and {data:?}"),
        &["P-2.4"],
    )
    .with("function", &"serviceNames")?
    .with("registration", registration)?
    .with("data", data)?
    .agreed("refused", &by_hand.map(str::to_owned), &found)
}

macro_rules! pem {
    ($name:literal) => {
        include_str!(concat!("../../certificates/", $name, ".pem")).to_owned()
    };
}

enum Bytes {
    Pem(String),
    Der(Vec<u8>),
}

const UUID: &str = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28";
/// 2023-11-14T22:13:20Z, when all of them are valid: from 2020 to 2039.
const NOW: u64 = 1_700_000_000;
const FIRST: u64 = 1_577_836_800;
const LAST: u64 = 2_208_988_800;

struct Certificate {
    name: &'static str,
    rules: Rules,
    bytes: Bytes,
    now: u64,
    /// The device ID, or the code of the refusal.
    by_hand: Result<&'static str, &'static str>,
    /// The common name, where every rule holds but that of device IDs.
    common_name: Option<&'static str>,
}

#[rustfmt::skip] // One row a line.
fn certificates() -> Vec<Certificate> {
    let row = |name, rules, bytes, by_hand: Result<&'static str, &'static str>| Certificate {
        name,
        rules,
        bytes,
        now: NOW,
        by_hand,
        common_name: by_hand.ok(),
    };
    let pem = |name, rules, text, by_hand| row(name, rules, Bytes::Pem(text), by_hand);
    let der = include_bytes!("../../certificates/device.der").to_vec();
    let device = pem!("device");
    let at = |name, now, by_hand: Result<&'static str, &'static str>| Certificate {
        now,
        ..pem(name, &["P-2.3"], pem!("device"), by_hand)
    };
    let named = |name, rules, text, refused, common_name| Certificate {
        common_name: Some(common_name),
        ..pem(name, rules, text, Err(refused))
    };
    let indented = device.replace('\n', "\n ");
    let one_line = device.replace('\n', "");
    let trailing = [der.clone(), vec![0]].concat();
    let truncated = der[..der.len() - 1].to_vec();
    let mut no_sequence = der.clone();
    no_sequence[0] = 0x31;
    let mut broken_inside = der.clone();
    broken_inside[4] = 0x31;
    vec![
        pem("a device", &["P-2.2", "P-2.3"], device.clone(), Ok(UUID)),
        row("a device in DER", &["P-2.2"], Bytes::Der(der), Ok(UUID)),
        pem("a PrintableString", &["P-2.2"], pem!("printable"), Ok(UUID)),
        pem("a subject alternative name beside the common name", &["P-2.2"], pem!("alternative-name"), Ok(UUID)),
        pem("basic constraints CA:FALSE", &["P-2.3"], pem!("explicitly-no-authority"), Ok(UUID)),
        pem("key usage digital signature", &["P-2.3"], pem!("signature"), Ok(UUID)),
        pem("key usage digital signature and another", &["P-2.3"], pem!("both-usages"), Ok(UUID)),
        pem("purposes server and client", &["P-2.3"], pem!("server-and-client"), Ok(UUID)),
        pem("an unknown extension", &["P-2.3"], pem!("other-extension"), Ok(UUID)),
        pem("a common name of 64 characters", &["P-2.1", "P-2.2"], pem!("sixty-four"), Ok("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
        pem("a chain, the leaf first", &["P-2.2"], [device.clone(), pem!("authority")].concat(), Ok(UUID)),
        pem("a chain, the authority first", &["P-2.2", "P-2.3"], [pem!("authority"), device.clone()].concat(), Err("certification-authority")),
        pem("lines that end in CR and LF", &["P-2.2"], device.replace('\n', "\r\n"), Ok(UUID)),
        pem("text before the certificate", &["P-2.2"], format!("subject=CN = x\n{device}"), Ok(UUID)),
        pem("a block of another kind before the certificate", &["P-2.2"], format!("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{device}"), Ok(UUID)),
        pem("two devices: the first counts", &["P-2.2"], [device.clone(), pem!("sixty-four")].concat(), Ok(UUID)),
        at("the first second of its validity", FIRST, Ok(UUID)),
        at("the last second of its validity", LAST, Ok(UUID)),
        at("a second before its validity", FIRST - 1, Err("not-yet-valid")),
        at("a second after its validity", LAST + 1, Err("expired")),
        at("UNIX time 0", 0, Err("not-yet-valid")),
        pem("no common name", &["P-2.2"], pem!("no-common-name"), Err("no-common-name")),
        pem("a subject alternative name only", &["P-2.2"], pem!("only-alternative-name"), Err("no-common-name")),
        pem("two common names", &["P-2.2"], pem!("two-common-names"), Err("several-common-names")),
        pem("a BMPString", &["P-2.2"], pem!("bmp"), Err("common-name-type")),
        pem("a TeletexString", &["P-2.2"], pem!("teletex"), Err("common-name-type")),
        pem("an IA5String", &["P-2.2"], pem!("ia5"), Err("common-name-type")),
        pem("a UniversalString", &["P-2.2"], pem!("universal"), Err("common-name-type")),
        pem("a NumericString", &["P-2.2"], pem!("numeric"), Err("common-name-type")),
        pem("an OCTET STRING", &["P-2.2"], pem!("octets"), Err("common-name-type")),
        pem("a UTF8String that is no UTF-8", &["P-2.2"], pem!("bad-utf-8"), Err("common-name-bytes")),
        pem("a PrintableString with an underscore", &["P-2.2"], pem!("bad-printable"), Err("common-name-bytes")),
        named("a wildcard as common name", &["P-2.1", "P-2.2"], pem!("wildcard"), "character", "+"),
        named("a solidus in the common name", &["P-2.1", "P-2.2"], pem!("solidus"), "character", "a/b"),
        named("a VIN as common name", &["P-1.5", "P-2.1"], pem!("vin"), "vin-shape", "JFXHF05K1L4104934"),
        named("an empty common name", &["P-2.1", "P-2.2"], pem!("empty"), "empty", ""),
        named("a common name of 65 characters", &["P-2.1", "P-2.2"], pem!("sixty-five"), "too-long", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        named("the Data Service is no device", &["P-2.4"], pem!("data-service"), "reserved", "obfcm-data-service"),
        named("the Registration Service is no device", &["P-2.4"], pem!("registration-service"), "reserved", "ota-registration-service"),
        pem("a certification authority", &["P-2.3"], pem!("authority"), Err("certification-authority")),
        pem("key usage encipherment only", &["P-2.3"], pem!("encipherment"), Err("no-digital-signature")),
        pem("no extended key usage", &["P-2.3"], pem!("no-purpose"), Err("no-extended-key-usage")),
        pem("purpose server only", &["P-2.3"], pem!("server"), Err("no-client-auth")),
        pem("anyExtendedKeyUsage does not suffice", &["P-2.3"], pem!("any-purpose"), Err("no-client-auth")),
        pem("an extension twice", &["P-2.3"], pem!("extension-twice"), Err("duplicate-extension")),
        pem("an X509 CERTIFICATE", &["P-2.2"], device.replace("CERTIFICATE", "X509 CERTIFICATE"), Err("pem-label")),
        pem("a TRUSTED CERTIFICATE before another", &["P-2.2"], format!("{}{device}", device.replace("CERTIFICATE", "TRUSTED CERTIFICATE")), Err("pem-label")),
        pem("a certificate without its END line", &["P-2.2"], device.replace("-----END CERTIFICATE-----\n", ""), Err("pem-end")),
        pem("indented lines", &["P-2.2"], indented, Err("pem-end")),
        pem("base64 that is none", &["P-2.2"], device.replace("\nMI", "\n!!"), Err("pem")),
        pem("no line breaks", &["P-2.2"], one_line, Err("no-certificate")),
        pem("a certificate request", &["P-2.2"], device.replace("CERTIFICATE", "CERTIFICATE REQUEST"), Err("no-certificate")),
        pem("a text", &["P-2.2"], "f371cb00".to_owned(), Err("unrecognised")),
        pem("nothing", &["P-2.2"], String::new(), Err("unrecognised")),
        row("DER that is cut off", &["P-2.2"], Bytes::Der(truncated), Err("truncated")),
        row("DER with a byte too many", &["P-2.2"], Bytes::Der(trailing), Err("trailing-bytes")),
        row("DER that begins as a SET", &["P-2.2"], Bytes::Der(no_sequence), Err("unrecognised")),
        row("DER of another structure", &["P-2.2"], Bytes::Der(broken_inside), Err("malformed")),
    ]
}

fn certificate(row: Certificate) -> Result<Case, Wrong> {
    let (bytes, certificate) = match row.bytes {
        Bytes::Pem(text) => (text.clone().into_bytes(), json!({ "text": text })),
        Bytes::Der(der) => (der.clone(), json!({"hex": hex(&der)})),
    };
    let now = UnixSeconds(row.now);
    let case = Case::new(format!("certificate: {}", row.name), row.rules)
        .with("function", &"certificate")?
        .with("certificate", &certificate)?
        .with("now", &now)?;
    let common_name = certificate_common_name(&bytes, now).ok();
    let case = match row.common_name {
        Some(by_hand) => case.agreed("commonName", &Some(by_hand.to_owned()), &common_name)?,
        None if common_name.is_some() => return Err(case.wrong("it has a common name")),
        None => case,
    };
    let found = DeviceId::from_certificate(&bytes, now).map_err(|error| match error {
        CertificateError::DeviceId { reason } => code(&reason),
        other => code(&other),
    });
    match row.by_hand {
        Ok(device) => {
            let found = found.map_or_else(|code| code, |id| id.as_str().to_owned());
            case.agreed("deviceId", &device.to_owned(), &found)
        }
        Err(refused) => {
            let found = found.map_or_else(|code| code, |_| "accepted".to_owned());
            case.agreed("refused", &refused.to_owned(), &found)
        }
    }
}
