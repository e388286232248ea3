//! As much of DER as it takes to find a field of a certificate without reading the others.

/// The places of `tbsCertificate`'s fields behind the version (RFC 5280 §4.1).
pub(super) const SERIAL_NUMBER: usize = 0;
pub(super) const ISSUER: usize = 2;
pub(super) const VALIDITY: usize = 3;
pub(super) const SUBJECT: usize = 4;

/// The tag of the extensions.
pub(super) const EXTENSIONS: u8 = 0xa3;

/// The content of the field with this tag of its own.
pub(super) fn tagged_field(der: &[u8], tag: u8) -> Option<&[u8]> {
    let (_, certificate) = elements(der).next()?;
    let (_, tbs) = elements(certificate).next()?;
    let mut fields = elements(tbs).filter(|(found, _)| *found == tag);
    Some(fields.next()?.1)
}

/// The content of a field of `Certificate.tbsCertificate` (RFC 5280 §4.1).
pub(super) fn field(der: &[u8], place: usize) -> Option<&[u8]> {
    let (_, certificate) = elements(der).next()?;
    let (_, tbs) = elements(certificate).next()?;
    // An explicit version is the only field before it that may be absent.
    const VERSION: u8 = 0xa0;
    let (_, content) = elements(tbs)
        .skip_while(|(tag, _)| *tag == VERSION)
        .nth(place)?;
    Some(content)
}

/// The tag and content of each DER value in `bytes`, until one is cut off.
pub(super) fn elements(mut bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let (tag, length, header) = header(bytes)?;
        let content = bytes.get(header..header.checked_add(length)?)?;
        bytes = &bytes[header + length..];
        Some((tag, content))
    })
}

/// The tag, the length of the content and the length of the header of the DER
/// value at the start of `bytes`.
pub(super) fn header(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    match *bytes {
        [tag, length @ 0..=0x7f, ..] => Some((tag, length.into(), 2)),
        [tag, 0x81, length, ..] => Some((tag, length.into(), 3)),
        [tag, 0x82, a, b, ..] => Some((tag, u16::from_be_bytes([a, b]).into(), 4)),
        [tag, 0x83, a, b, c, ..] => {
            let length = u32::from_be_bytes([0, a, b, c]);
            Some((tag, usize::try_from(length).ok()?, 5))
        }
        _ => None,
    }
}
