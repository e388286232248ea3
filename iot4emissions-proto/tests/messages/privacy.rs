//! No text repeats a VIN.

use iot4emissions_proto::message::{Profile, RegistrationRequest};

use crate::support::BOX_1;

#[test]
fn no_text_repeats_a_vin() {
    let vins = [
        "JFXHF05K1L4104934",
        "JFXHF05K1L410493",
        "jfxhf05k1l4104934x",
        "12345678901234567",
    ];
    for vin in vins {
        let texts = [
            format!(r#"{{"vin":"{vin}"}}"#),
            format!(r#"{{"vin":"{vin}","vehicleInfo":"{vin}"}}"#),
            format!(r#"{{"vin":"{vin}","vehicleInfo":{{"{vin}":"x","mt":"a{vin}b"}}}}"#),
            format!(r#"{{"vin":"{vin}","vehicleInfo":{{"ve":"{vin}","mt":"x"}}}}"#),
            format!(r#"{{"vin":"{vin}","{vin}":{{}}}}"#),
            format!(r#"{{"vin":["{vin}"],"vehicleInfo":{{"ve":7}}}}"#),
            format!(r#"{{"vin":"{vin}","vehicleInfo":{{"ve":"{vin}","ve":""}}}}"#),
        ];
        for text in texts {
            let error = RegistrationRequest::decode(text.as_bytes(), Profile::Strict).unwrap_err();
            for shown in [error.to_string(), format!("{error:?}")] {
                assert!(
                    !shown
                        .to_ascii_lowercase()
                        .contains(&vin.to_ascii_lowercase()),
                    "{shown}"
                );
            }
        }
    }
    let request = RegistrationRequest::decode(BOX_1.as_bytes(), Profile::Strict).unwrap();
    assert!(!format!("{request:?}").contains("JFXHF05K1L4104934"));
}
