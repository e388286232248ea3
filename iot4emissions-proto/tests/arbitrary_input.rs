//! No input makes a parser panic, and what a parser accepts it writes back: over
//! arbitrary text and bytes, for the parsers that have no property tests of their own.

use std::fmt::Display;
use std::str::FromStr;

use iot4emissions_proto::device::Record;
use iot4emissions_proto::message::Host;
use iot4emissions_proto::obfcm::Tenths;
use iot4emissions_proto::privacy::{HIDDEN_VIN, hide_vins};
use iot4emissions_proto::services::registration::Country;
use iot4emissions_proto::vehicle::{
    AttributeName, AttributeText, CarbonDioxideReduction, DescriptiveText, InterpolationFamily,
    TestMass, TypeApprovalNumber, Vin,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// Any text, or one of the characters that the parsers look for.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Z0-9a-z.:*/_ -]{0,30}",
        "[A-HJ-NPR-Z0-9]{15,19}",
        "[0-9]{1,3}(\\.[0-9]{1,3}){0,4}",
    ]
}

fn written_back<T: FromStr + Display>(text: &str) -> Result<(), TestCaseError> {
    if let Ok(value) = text.parse::<T>() {
        prop_assert_eq!(value.to_string(), text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts(text in text()) {
        written_back::<Host>(&text)?;
        written_back::<Country>(&text)?;
        written_back::<AttributeName>(&text)?;
        written_back::<AttributeText<25>>(&text)?;
        written_back::<DescriptiveText<25>>(&text)?;
        if text != "-0" && text != "-0.0" && text != "-0.00" {
            written_back::<Tenths>(&text)?;
            written_back::<TestMass>(&text)?;
            written_back::<CarbonDioxideReduction>(&text)?;
        }
        let _ = InterpolationFamily::parse(&text);
        let _ = TypeApprovalNumber::parse(&text);
        if let Ok(vin) = text.parse::<Vin>() {
            prop_assert_eq!(vin.as_str(), &text);
        }
    }

    /// P-6.8: a host is within a domain exactly where its labels end with the domain's.
    #[test]
    fn hosts_within_domains(host in "[a-b.]{1,6}", domain in "[a-bA-B.]{1,4}") {
        if let (Ok(parsed), Ok(within)) = (host.parse::<Host>(), domain.parse::<Host>()) {
            let domain = domain.to_ascii_lowercase();
            let labels = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
            let expected = labels(&host).ends_with(&labels(&domain));
            prop_assert_eq!(parsed.is_within(&within), expected);
        }
    }

    #[test]
    fn what_has_a_vins_shape_is_hidden(before in any::<String>(), vin in "[A-HJ-NPR-Z0-9]{17}", after in any::<String>()) {
        let text = format!("{before}{vin}{after}");
        let hidden = hide_vins(&text);
        prop_assert!(hidden.contains(HIDDEN_VIN));
        prop_assert!(!hidden.contains(&vin));
        prop_assert_eq!(hide_vins(&hidden), hidden.as_ref());
    }

    #[test]
    fn records(bytes in vec(any::<u8>(), 0..300)) {
        prop_assert!(Record::from_bytes(&bytes).is_err());
    }
}
