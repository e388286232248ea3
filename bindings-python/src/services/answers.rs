//! What the Data Service answers to a call (P-5.51, P-7.5, P-7.6).

use iot4emissions_proto::services::call as core;
use pyo3::prelude::*;

use crate::convert::numbers::CallNumber;
use crate::convert::text::Text;
use crate::json;
use crate::value_class::value_class;
use crate::variants::variants;

value_class! { "iot4emissions.services";
    /// The call holds now (P-5.51). The status of the record, where there is one now, is to be
    /// published, retained, before this is answered.
    ///
    /// >>> Applied()
    /// Applied()
    Applied {}

    /// A call with a higher number came before it; it took no effect (P-5.51).
    ///
    /// >>> Overtaken(last=2).last
    /// 2
    Overtaken {
        /// The number of the last call about the device that the Data Service knows, 0 where
        /// it knows none.
        last: CallNumber,
    }

    /// Another call with the same number came before it; it took no effect (P-5.51).
    ///
    /// >>> Contradiction(last=2).last
    /// 2
    Contradiction {
        /// The number of the last call about the device that the Data Service knows.
        last: CallNumber,
    }

    /// Its number is more than 2**32 above the last one; it took no effect (P-5.51).
    ///
    /// >>> TooFar(last=2).last
    /// 2
    TooFar {
        /// The number of the last call about the device that the Data Service knows, 0 where
        /// it knows none.
        last: CallNumber,
    }

    /// The device was never introduced, or the Data Service has forgotten that it was; over
    /// HTTP 409 (P-5.51, P-7.11).
    ///
    /// >>> NotIntroduced()
    /// NotIntroduced()
    NotIntroduced {}

    /// The ID under which the Data Service is to know the device cannot be opened, or another
    /// device has it: the device is not introduced (P-1.7, P-7.16).
    ///
    /// >>> DataDeviceRefused()
    /// DataDeviceRefused()
    DataDeviceRefused {}

    /// The device is not cleared: no version of a configuration is left by which it could be
    /// told so (P-7.6).
    ///
    /// >>> VersionsExhausted()
    /// VersionsExhausted()
    VersionsExhausted {}
}

variants! {
    /// The answer to a call.
    #[derive(Clone, PartialEq, Eq, Hash)]
    Answer(core::Answer) "iot4emissions.services" "Answer", "an answer such as Applied()":
    Applied: Applied {}
    Overtaken: Overtaken { last }
    Contradiction: Contradiction { last }
    TooFar: TooFar { last }
    NotIntroduced: NotIntroduced {}
    DataDeviceRefused: DataDeviceRefused {}
    VersionsExhausted: VersionsExhausted {}
}

/// An answer from its JSON form, as `answer_to_json` writes it (P-5.51).
///
/// Raises `ProtocolError` with code `json-form` for any other text, which it does not repeat.
///
/// >>> answer_from_json('{"overtaken":{"last":2}}')
/// Overtaken(2)
#[pyfunction]
pub(crate) fn answer_from_json(text: Text) -> PyResult<Answer> {
    json::read("an answer", "", &text).map(Answer)
}

/// The JSON form of an answer: an object with the case's name as its one member, or that name
/// where there is nothing more to say (P-5.51).
///
/// >>> answer_to_json(Applied())
/// '"applied"'
#[pyfunction]
pub(crate) fn answer_to_json(answer: Answer) -> PyResult<String> {
    json::write(&answer.0)
}
