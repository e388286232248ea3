//! Bodies: reading them with errors that can be acted on and show no VIN.

use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::refusal::{ErrorKind, Refusal};

/// The largest body in bytes. The longest request, 45 attributes of 50 characters of
/// four bytes each, has about 10 KiB.
pub(super) const MAX_BODY: usize = 32 * 1024;

/// A JSON body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonBody<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let content_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next());
        if content_type.map(str::trim) != Some("application/json") {
            let detail = "expected the content type application/json";
            return Err(Refusal::new(ErrorKind::ContentType, detail));
        }
        let body = Limited::new(request.into_body(), MAX_BODY);
        let bytes = match body.collect().await {
            Ok(collected) => collected.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => {
                let detail = format!("expected a body of at most {MAX_BODY} bytes");
                return Err(Refusal::new(ErrorKind::TooLarge, &detail));
            }
            Err(_) => {
                let detail = "expected a whole body, found a part of it";
                return Err(Refusal::new(ErrorKind::Incomplete, detail));
            }
        };
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            let detail = without_texts(&error.to_string());
            Refusal::new(ErrorKind::Body, &detail)
        })
    }
}

impl<T: Serialize> IntoResponse for JsonBody<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
            Err(error) => Refusal::unavailable(&error).into_response(),
        }
    }
}

/// serde's words without the texts that they quote: a VIN with a typing error does not
/// look like one.
fn without_texts(error: &str) -> String {
    match (error.find('"'), error.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}\"…\"{}", &error[..first], &error[last + 1..])
        }
        _ => error.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[test]
    fn p_1_5_errors_repeat_no_text_of_the_body() {
        #[derive(Debug, Deserialize)]
        struct Body {
            #[serde(rename = "vin")]
            _vin: iot4emissions_proto::vehicle::Vin,
            #[serde(rename = "consent")]
            _consent: bool,
        }
        for (body, expected) in [
            (
                r#"{"vin":"JFXHF05K1L4104934","consent":"JFXHF05K1L41O4934"}"#,
                "invalid type: string \"…\", expected a boolean at line 1 column 56",
            ),
            (
                r#"{"vin":"JFXHF05K1L41O4934","consent":true}"#,
                "expected digits and capitals without I, O and Q, found another character at position 13 at line 1 column 26",
            ),
            ("{\"vin\":", "EOF while parsing a value at line 1 column 7"),
        ] {
            let error = serde_json::from_str::<Body>(body).unwrap_err();
            assert_eq!(without_texts(&error.to_string()), expected);
        }
    }
}
