//! Made the certificates in `certificates/` once: `identity.json` has them, and must not
//! change from run to run. The keys are thrown away, and with them whatever somebody
//! could sign; nothing here needs to be run again.
//!
//! `cargo run --package schemas --example certificates <folder>`

// What the program says, it says to a person at a terminal.
#![allow(clippy::print_stderr)]

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use rcgen::string::{BmpString, Ia5String, PrintableString, TeletexString, UniversalString};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, DnValue,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, SanType, date_time_ymd,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const UUID: &str = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28";

fn main() -> Result<()> {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("expected a folder");
        return Ok(());
    };
    let folder = Path::new(&folder);
    let write = |name: &str, der: &[u8]| {
        let text = pem(der);
        fs::write(folder.join(name).with_extension("pem"), text)
    };
    for (name, params) in unpatched()? {
        let der = der(&params)?;
        write(name, &der)?;
        if name == "device" {
            fs::write(folder.join("device.der"), der)?;
        }
    }
    for (name, der) in patched()? {
        write(name, &der)?;
    }
    Ok(())
}

/// The parameters of a certificate without fault, valid in 2020 to 2039.
fn params(common_name: impl Into<DnValue>) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2040, 1, 1);
    params.distinguished_name = DistinguishedName::new();
    let subject = &mut params.distinguished_name;
    subject.push(DnType::OrganizationName, "OEM");
    subject.push(DnType::CommonName, common_name);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params
}

fn but(change: impl FnOnce(&mut CertificateParams)) -> CertificateParams {
    let mut params = params(UUID);
    change(&mut params);
    params
}

fn unpatched() -> Result<Vec<(&'static str, CertificateParams)>> {
    use ExtendedKeyUsagePurpose::{Any, ClientAuth, ServerAuth};
    Ok(vec![
        ("device", params(UUID)),
        (
            "printable",
            params(DnValue::PrintableString(PrintableString::try_from(UUID)?)),
        ),
        (
            "bmp",
            params(DnValue::BmpString(BmpString::try_from(UUID)?)),
        ),
        (
            "teletex",
            params(DnValue::TeletexString(TeletexString::try_from(UUID)?)),
        ),
        (
            "ia5",
            params(DnValue::Ia5String(Ia5String::try_from(UUID)?)),
        ),
        (
            "universal",
            params(DnValue::UniversalString(UniversalString::try_from("abc")?)),
        ),
        ("wildcard", params("+")),
        ("solidus", params("a/b")),
        ("vin", params("JFXHF05K1L4104934")),
        ("empty", params("")),
        ("sixty-four", params("a".repeat(64))),
        ("sixty-five", params("a".repeat(65))),
        ("data-service", params("obfcm-data-service")),
        ("registration-service", params("ota-registration-service")),
        (
            "no-common-name",
            but(|p| _ = p.distinguished_name.remove(DnType::CommonName)),
        ),
        (
            "alternative-name",
            but(|p| {
                p.subject_alt_names = "other-id"
                    .try_into()
                    .map(SanType::DnsName)
                    .into_iter()
                    .collect()
            }),
        ),
        (
            "only-alternative-name",
            but(|p| {
                p.distinguished_name = DistinguishedName::new();
                p.subject_alt_names = "other-id"
                    .try_into()
                    .map(SanType::DnsName)
                    .into_iter()
                    .collect();
            }),
        ),
        (
            "authority",
            but(|p| p.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
        ),
        (
            "explicitly-no-authority",
            but(|p| p.is_ca = IsCa::ExplicitNoCa),
        ),
        (
            "signature",
            but(|p| p.key_usages = vec![KeyUsagePurpose::DigitalSignature]),
        ),
        (
            "encipherment",
            but(|p| p.key_usages = vec![KeyUsagePurpose::KeyEncipherment]),
        ),
        (
            "both-usages",
            but(|p| {
                p.key_usages = vec![
                    KeyUsagePurpose::KeyEncipherment,
                    KeyUsagePurpose::DigitalSignature,
                ]
            }),
        ),
        ("no-purpose", but(|p| p.extended_key_usages = Vec::new())),
        ("server", but(|p| p.extended_key_usages = vec![ServerAuth])),
        ("any-purpose", but(|p| p.extended_key_usages = vec![Any])),
        (
            "server-and-client",
            but(|p| p.extended_key_usages = vec![ServerAuth, ClientAuth]),
        ),
        (
            "other-extension",
            but(|p| {
                p.custom_extensions = vec![CustomExtension::from_oid_content(
                    &[1, 3, 6, 1, 4, 1, 99999, 1],
                    vec![5, 0],
                )]
            }),
        ),
    ])
}

/// What rcgen refuses to make, and a hostile client would send. The signatures are
/// broken, which is the TLS stack's work to find.
fn patched() -> Result<Vec<(&'static str, Vec<u8>)>> {
    let two = but(|p| {
        p.distinguished_name
            .push(DnType::OrganizationalUnitName, "x")
    });
    let twice = but(|p| {
        let extension = |number| {
            CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99999, number], vec![5, 0])
        };
        p.custom_extensions = vec![extension(1), extension(2)];
    });
    let oid = |number| [6, 9, 0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, number];
    Ok(vec![
        (
            "two-common-names",
            patch(der(&two)?, &[6, 3, 0x55, 4, 11], &[6, 3, 0x55, 4, 3]),
        ),
        (
            "extension-twice",
            patch(der(&twice)?, &oid(2)[1..], &oid(1)[1..]),
        ),
        (
            "numeric",
            patch(der(&params("1"))?, &[0x0c, 1, b'1'], &[0x12, 1, b'1']),
        ),
        (
            "octets",
            patch(der(&params("1"))?, &[0x0c, 1, b'1'], &[0x04, 1, b'1']),
        ),
        (
            "bad-utf-8",
            patch(
                der(&params("ab"))?,
                &[0x0c, 2, b'a', b'b'],
                &[0x0c, 2, 0xc3, b'b'],
            ),
        ),
        (
            "bad-printable",
            patch(
                der(&params("ab"))?,
                &[0x0c, 2, b'a', b'b'],
                &[0x13, 2, b'a', b'_'],
            ),
        ),
    ])
}

fn der(params: &CertificateParams) -> Result<Vec<u8>> {
    Ok(params.self_signed(&KeyPair::generate()?)?.der().to_vec())
}

fn patch(mut der: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    for start in 0..=der.len() - from.len() {
        if &der[start..start + from.len()] == from {
            der[start..start + from.len()].copy_from_slice(to);
        }
    }
    der
}

fn pem(der: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut base64 = String::new();
    for chunk in der.chunks(3) {
        let bytes = [
            chunk[0],
            chunk.get(1).copied().unwrap_or(0),
            chunk.get(2).copied().unwrap_or(0),
        ];
        let bits = u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
        for place in 0..4 {
            base64.push(match place <= chunk.len() {
                true => char::from(DIGITS[(bits >> (18 - 6 * place)) as usize % 64]),
                false => '=',
            });
        }
    }
    let lines: Vec<&str> = (0..base64.len())
        .step_by(64)
        .map(|at| &base64[at..base64.len().min(at + 64)])
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}
