//! The OpenAPI 3.1 document of both services' interfaces (P-5.50): every path, body and
//! error from the code that serves them, every limit of a value from the core.

use iot4emissions_proto::identity::ServiceNames;
use serde_json::Value;
use utoipa::openapi::{InfoBuilder, LicenseBuilder};

use super::http::openapi_document;
use super::registration_http::RegistrationClients;
use super::{data_http, registration_http};

const TEXT: &str = "\
What a Member State's and a manufacturer's systems tell the OTA Registration Service, and \
what it tells the OBFCM Data Service (P-1.4, P-5.50, JRC127600 §4.1.1, §4.1.2, §4.2, §5.4). \
JRC127600 gives these interfaces no form; paths and bodies are decisions of this project.

**Who calls** is the common name of the client's certificate: every connection is mutually \
authenticated TLS, and each path belongs to one client. Without a certificate that the \
server's authority has issued, TLS ends before HTTP begins.

**Bodies** are JSON of at most 32,768 bytes. No path and no parameter carries a VIN, because \
those end up in logs; nothing that goes to the Data Service has a member for one (P-1.5).

**Repeating is always safe.** A request without an answer may have taken effect; the same \
request again changes nothing more.

**Errors** have one body: a code for programs and a text for people, which shows no VIN. A \
path that is not listed here is answered with status 404 and the code `no-such-path`, \
another method than POST with status 405 and the code `no-such-method`.";

/// The document. The same at every call.
#[must_use]
pub fn document() -> Value {
    let license = LicenseBuilder::new()
        .name("MIT OR Apache-2.0")
        .identifier(Some("MIT OR Apache-2.0"))
        .build();
    let info = InfoBuilder::new()
        .title("Interfaces between the services of iot4emissions")
        .version("1")
        .description(Some(TEXT))
        .license(Some(license))
        .build();
    let clients = RegistrationClients::default();
    let names = ServiceNames::default();
    let registration = registration_http::interface(&clients).description();
    let data = data_http::interface(names.registration()).description();
    openapi_document(info, vec![registration, data])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The paths of axum's own list of routes, as its `Debug` shows it.
    fn routed(router: &str) -> BTreeSet<String> {
        router
            .split('"')
            // `/` and `/{*…}` are the fallback's.
            .filter(|text| text.starts_with('/') && *text != "/" && !text.starts_with("/{*"))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn p_5_50_the_document_names_every_route_and_no_other() {
        let clients = RegistrationClients::default();
        let registration = registration_http::interface(&clients).routes();
        let data = data_http::interface("ota-registration-service").routes();
        let mut routed_anywhere = routed(&registration);
        assert_eq!((routed_anywhere.len(), routed(&data).len()), (8, 4));
        routed_anywhere.extend(routed(&data));
        let document = document();
        let paths = document["paths"].as_object().unwrap().keys().cloned();
        assert_eq!(paths.collect::<BTreeSet<_>>(), routed_anywhere);
    }

    /// P-1.5: nothing that goes to the Data Service has a member for a VIN.
    #[test]
    fn p_1_5_no_vin_on_the_way_to_the_data_service() {
        let document = document();
        for name in [
            "introduced-call",
            "cleared-call",
            "suspended-call",
            "forgotten-call",
        ] {
            let schema = &document["components"]["schemas"][name];
            // It is the schema of a call, and not none at all.
            assert!(schema["properties"]["deviceId"].is_object(), "{name}");
            assert!(schema["properties"].get("vin").is_none(), "{name}");
            assert!(!schema.to_string().contains("schemas/vin"), "{name}");
        }
    }
}
