//! The OpenAPI document, held against what the services really serve (P-5.50, P-5.51).

use std::collections::BTreeMap;

use iot4emissions_proto::identity::Service;
use jsonschema::Validator;
use network::services::http::{ErrorKind, HttpClient, HttpError, Refusal};
use network::services::openapi::document;
use serde_json::{Map, Value, json};

use crate::common::{valid, within};
use crate::network::*;

/// The schema at `pointer`, with the document's others to refer to.
fn validator(document: &Value, pointer: &str) -> Validator {
    let mut root = document.clone();
    let reference = format!("#{}", pointer.replace(' ', "%20"));
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["$ref"] = json!(reference);
    assert!(document.pointer(pointer).is_some(), "{pointer}");
    jsonschema::draft202012::new(&root).unwrap()
}

fn escaped(path: &str) -> String {
    path.replace('/', "~1")
}

/// Each path with its one operation.
fn operations(document: &Value) -> Vec<(&str, &Map<String, Value>)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .map(|(path, item)| {
            let methods: Vec<_> = item
                .as_object()
                .unwrap()
                .keys()
                .filter(|member| *member != "servers")
                .collect();
            assert_eq!(methods, ["post"], "{path}");
            (path.as_str(), item["post"].as_object().unwrap())
        })
        .collect()
}

/// The client whose path it is, as the names of the certificates are by default.
fn caller(operation: &Map<String, Value>) -> &'static str {
    let security = operation["security"].as_array().unwrap();
    let [scheme] = security.as_slice() else {
        panic!("{security:?}")
    };
    match scheme.as_object().unwrap().keys().next().unwrap().as_str() {
        "vehicleRegistrar" => "vehicle-registrar",
        "consentManager" => "consent-manager",
        "operator" => "operator",
        "registrationService" => "ota-registration-service",
        other => panic!("{other}"),
    }
}

/// The schema of the response with `status`, and where the document has it.
fn response_schema(document: &Value, path: &str, status: u16) -> Option<String> {
    let response = format!("/paths/{}/post/responses/{status}", escaped(path));
    let response = match document.pointer(&response)?.get("$ref") {
        Some(reference) => reference.as_str().unwrap()[1..].to_owned(),
        None => response,
    };
    Some(format!("{response}/content/application~1json/schema"))
}

/// An answer's status and body, whatever they are.
async fn answer(http: &HttpClient, path: &'static str, body: &Value) -> (u16, Value) {
    match http.post::<Value>(path, body).await {
        Ok(answer) => (200, answer),
        Err(HttpError::Refused { status, body, .. }) => {
            (status, serde_json::to_value(body).unwrap())
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn assert_documented(document: &Value, path: &str, (status, body): &(u16, Value)) {
    let schema = response_schema(document, path, *status)
        .unwrap_or_else(|| panic!("{path} does not name {status}: {body}"));
    let validator = validator(document, &schema);
    assert!(validator.is_valid(body), "{path} {status}: {body}");
}

/// Paths live as long as the test: the client takes none that could hold a VIN.
fn lasting(path: &str) -> &'static str {
    Box::leak(path.to_owned().into_boxed_str())
}

#[tokio::test]
async fn p_5_50_every_path_is_served_as_the_document_says() {
    within(async {
        let document = document();
        let network = Network::start().await;
        let (data, registration) = network.services().await;
        let mut served = 0;
        // A device is introduced before it is cleared, and forgotten when all else is said.
        let mut operations = operations(&document);
        operations.sort_by_key(|(path, _)| match *path {
            "/devices/introduced" => 0,
            "/devices/forgotten" => 2,
            _ => 1,
        });
        for (path, operation) in operations {
            let path = lasting(path);
            let caller = caller(operation);
            let is_data = caller == network.names.registration();
            let port = match is_data {
                true => data.http_port(),
                false => registration.http_port(),
            };
            let tls = match is_data {
                true => {
                    let service = Service::Registration;
                    let identity =
                        network
                            .authority
                            .issue_service(service, &network.names, valid());
                    network.tls(&identity.unwrap())
                }
                false => {
                    let identity = network.authority.issue_http_client(caller, valid());
                    network.tls(&identity.unwrap())
                }
            };
            let http = HttpClient::new("localhost", port, &tls).unwrap();
            let content = format!(
                "/paths/{}/post/requestBody/content/application~1json",
                escaped(path)
            );
            let example = document.pointer(&format!("{content}/example")).unwrap();
            let request = validator(&document, &format!("{content}/schema"));
            assert!(request.is_valid(example), "{path}");

            // The example is served, its repetition too, and each as documented.
            for _ in 0..2 {
                let answer = answer(&http, path, example).await;
                assert_eq!(answer.0, 200, "{path}: {}", answer.1);
                assert_documented(&document, path, &answer);
                let documented =
                    operation["responses"]["200"]["content"]["application/json"]["example"]
                        .as_object()
                        .unwrap();
                assert!(documented.keys().eq(answer.1.as_object().unwrap().keys()));
            }
            // Each member is needed, and its schema is the service's own measure.
            for name in example.as_object().unwrap().keys() {
                let mut without = example.clone();
                without.as_object_mut().unwrap().remove(name);
                let mut wrong = example.clone();
                wrong[name] = json!("!");
                let mut absent = example.clone();
                absent[name] = Value::Null;
                for body in [without, wrong, absent] {
                    assert!(!request.is_valid(&body), "{path}: {body}");
                    let answer = answer(&http, path, &body).await;
                    assert_eq!(answer.0, 400, "{path}: {body}");
                    assert_documented(&document, path, &answer);
                }
            }
            // Another client.
            let nobody = network.http_client("nobody", port);
            let answer = answer(&nobody, path, example).await;
            assert_eq!(answer.0, 403);
            assert_documented(&document, path, &answer);
            served += 1;
        }
        assert_eq!(served, 12);
    })
    .await;
}

#[tokio::test]
async fn p_5_51_errors_of_the_data_service_are_documented() {
    within(async {
        let document = document();
        let network = Network::start().await;
        let data = network.data_service(0).await;
        let identity =
            network
                .authority
                .issue_service(Service::Registration, &network.names, valid());
        let tls = network.tls(&identity.unwrap());
        let http = HttpClient::new("localhost", data.http_port(), &tls).unwrap();
        let cleared = json!({ "deviceId": "d1", "sequence": 2, "call": "cleared" });
        let suspended =
            json!({ "deviceId": "d1", "sequence": 2, "call": "suspended", "reason": "pause" });
        let introduced =
            json!({ "deviceId": "d1", "sequence": 5, "call": "introduced", "attributes": {} });
        for (path, body, status, code) in [
            ("/devices/cleared", &cleared, 409, "not-introduced"),
            ("/devices/suspended", &suspended, 409, "not-introduced"),
            ("/devices/cleared", &suspended, 400, "call"),
            ("/devices/introduced", &cleared, 400, "call"),
            ("/devices/introduced", &introduced, 200, ""),
            ("/devices/cleared", &cleared, 409, "overtaken"),
        ] {
            let answer = answer(&http, path, body).await;
            match status {
                200 => assert_eq!(answer, (200, json!({ "answer": "applied" }))),
                _ => assert_eq!((answer.0, &answer.1["code"]), (status, &json!(code))),
            }
            assert_documented(&document, path, &answer);
        }
        data.service().close().await;
        let answer = answer(&http, "/devices/introduced", &introduced).await;
        assert_eq!((answer.0, &answer.1["code"]), (503, &json!("unavailable")));
        assert_documented(&document, "/devices/introduced", &answer);
    })
    .await;
}

/// Whatever the kind, its response is the one that the document has for it.
#[tokio::test]
async fn every_error_kind_is_documented() {
    use axum::response::IntoResponse;

    let document = document();
    let responses = document["components"]["responses"].as_object().unwrap();
    let mut found = BTreeMap::<&str, usize>::new();
    for kind in ErrorKind::ALL {
        let refusal = Refusal::new(kind, "expected one thing, found another");
        let response = refusal.into_response();
        assert_eq!(response.status(), kind.status());
        let bytes = axum::body::to_bytes(response.into_body(), 1000)
            .await
            .unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        for (name, response) in responses {
            let schema = format!("/components/responses/{name}/content/application~1json/schema");
            let fits = validator(&document, &schema).is_valid(&body);
            let codes: Vec<_> = name[4..].split("-or-").collect();
            assert_eq!(fits, codes.contains(&kind.code()), "{name} {body}");
            if fits {
                assert!(name.starts_with(&kind.status().as_u16().to_string()));
                let example = &response["content"]["application/json"]["examples"][kind.code()];
                assert_eq!(example["value"]["code"], kind.code());
                *found.entry(kind.code()).or_default() += 1;
            }
        }
    }
    assert_eq!(found.len(), ErrorKind::ALL.len(), "{found:?}");
}
