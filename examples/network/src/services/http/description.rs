//! The description of an interface: OpenAPI 3.1, whose schemas are JSON Schema 2020-12,
//! and so the core's own, with every limit.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, PathItem, PathsBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{SecurityRequirement, SecurityScheme};
use utoipa::openapi::server::{ServerBuilder, ServerVariableBuilder};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, ContentBuilder, Info, OpenApiBuilder, Ref, Required, Response, ResponseBuilder,
};

use super::interface::{About, Client};
use super::refusal::{ErrorBody, ErrorKind};

/// Where the document keeps its schemas.
const SCHEMAS: &str = "/components/schemas";

/// What is said of one service's interface.
pub(in crate::services) struct Description {
    service: &'static str,
    text: &'static str,
    /// An example of the host that the server's certificate names.
    host: &'static str,
    paths: Vec<(&'static str, PathItem)>,
    clients: BTreeMap<&'static str, SecurityScheme>,
    generator: SchemaGenerator,
    /// The errors that share a status on some path, by the name of their response.
    errors: BTreeMap<String, Vec<ErrorKind>>,
}

impl Description {
    pub(in crate::services) fn new(
        service: &'static str,
        text: &'static str,
        host: &'static str,
    ) -> Self {
        let mut settings = SchemaSettings::draft2020_12();
        settings.definitions_path = SCHEMAS.into();
        Self {
            service,
            text,
            host,
            paths: Vec::new(),
            clients: BTreeMap::new(),
            generator: settings.into_generator(),
            errors: by_status(&[ErrorKind::NoSuchPath, ErrorKind::NoSuchMethod])
                .into_iter()
                .map(|(status, kinds)| (name(status, &kinds), kinds))
                .collect(),
        }
    }

    pub(super) fn client(&mut self, client: &Client<'_>) {
        let description = format!(
            "Mutual TLS. The certificate of {}: its only common name is `{}`, unless the \
             service is set up for another one.",
            client.what, client.name
        );
        let scheme = SecurityScheme::MutualTls {
            description: Some(description),
            extensions: None,
        };
        self.clients.insert(client.scheme, scheme);
    }

    pub(super) fn post<R: JsonSchema, A: JsonSchema>(
        &mut self,
        path: &'static str,
        client: &Client<'_>,
        about: About,
    ) {
        let request = ContentBuilder::new()
            .schema(Some(self.reference::<R>()))
            .example(Some(about.request))
            .build();
        let body = RequestBodyBuilder::new()
            .content("application/json", request)
            .required(Some(Required::True))
            .build();
        let response = ContentBuilder::new()
            .schema(Some(self.reference::<A>()))
            .example(Some(about.response))
            .build();
        let mut operation = OperationBuilder::new()
            .tag(self.service)
            .operation_id(Some(about.id))
            .summary(Some(about.summary))
            .description(Some(about.text))
            .security(SecurityRequirement::new::<_, [&str; 0], _>(
                client.scheme,
                [],
            ))
            .request_body(Some(body))
            .response(
                "200",
                ResponseBuilder::new()
                    .description("The request is stored.")
                    .content("application/json", response),
            );
        self.reference::<ErrorBody>();
        let kinds = [&ErrorKind::ANYWHERE, about.errors].concat();
        for (status, kinds) in by_status(&kinds) {
            let response = Ref::from_response_name(name(status, &kinds));
            operation = operation.response(status.to_string(), response);
            self.errors.insert(name(status, &kinds), kinds);
        }
        let server = ServerBuilder::new()
            .url("https://{host}:{port}")
            .description(Some(self.service))
            .parameter(
                "host",
                ServerVariableBuilder::new()
                    .default_value(self.host)
                    .description(Some("What the server's certificate names.")),
            )
            .parameter("port", ServerVariableBuilder::new().default_value("443"))
            .build();
        let mut item = PathItem::new(HttpMethod::Post, operation);
        item.servers = Some(vec![server]);
        self.paths.push((path, item));
    }

    /// A reference to the schema of `T`, which is noted.
    fn reference<T: JsonSchema>(&mut self) -> Ref {
        self.generator.subschema_for::<T>();
        Ref::from_schema_name(T::schema_name())
    }
}

/// Kinds by their status: a path has one response for each.
fn by_status(kinds: &[ErrorKind]) -> BTreeMap<u16, Vec<ErrorKind>> {
    let mut statuses = BTreeMap::<u16, Vec<ErrorKind>>::new();
    for kind in kinds {
        statuses
            .entry(kind.status().as_u16())
            .or_default()
            .push(*kind);
    }
    statuses
}

/// The response's name in the document, such as `409-not-introduced`.
fn name(status: u16, kinds: &[ErrorKind]) -> String {
    let codes: Vec<_> = kinds.iter().map(|kind| kind.code()).collect();
    format!("{status}-{}", codes.join("-or-"))
}

/// The name of the schema of a response's body: code generators make types of names, and
/// invent some where there are none.
fn body_name(response: &str) -> String {
    format!("error-{response}")
}

/// The schema of every error with these codes alone: in one piece, because a type that
/// narrows another one's member is not valid in every language.
fn error_body(error: &Value, kinds: &[ErrorKind]) -> Value {
    let codes: Vec<_> = kinds.iter().map(|kind| kind.code()).collect();
    let mut body = error.clone();
    body["description"] = format!("An error: {}.", codes.join(", ")).into();
    body["properties"]["code"]["enum"] = json!(codes);
    body["properties"]["code"]["examples"] = json!(codes[..1]);
    body
}

fn error_response(name: &str, kinds: &[ErrorKind]) -> Response {
    let meanings: Vec<_> = kinds
        .iter()
        .map(|kind| format!("`{}`: {}", kind.code(), kind.meaning()))
        .collect();
    let examples = kinds.iter().map(|kind| {
        let mut body = json!({ "code": kind.code(), "detail": kind.example() });
        if kind.names_last() {
            body["last"] = json!(8);
        }
        (kind.code(), ExampleBuilder::new().value(Some(body)).build())
    });
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(body_name(name))))
        .examples_from_iter(examples)
        .build();
    ResponseBuilder::new()
        .description(meanings.join("\n\n"))
        .content("application/json", content)
        .build()
}

/// One document of several interfaces.
pub(in crate::services) fn openapi_document(info: Info, interfaces: Vec<Description>) -> Value {
    let mut paths = PathsBuilder::new();
    let mut tags = Vec::new();
    let mut components = Components::new();
    let mut schemas = BTreeMap::new();
    let mut errors = BTreeMap::new();
    for mut interface in interfaces {
        tags.push(
            TagBuilder::new()
                .name(interface.service)
                .description(Some(interface.text))
                .build(),
        );
        for (path, item) in interface.paths {
            paths = paths.path(path, item);
        }
        components.security_schemes.extend(
            interface
                .clients
                .into_iter()
                .map(|(name, scheme)| (name.to_owned(), scheme)),
        );
        errors.extend(interface.errors);
        schemas.extend(interface.generator.take_definitions(true));
    }
    let error = schemas.get(ErrorBody::schema_name().as_ref()).cloned();
    let error = error.unwrap_or_default();
    for (name, kinds) in errors {
        schemas.insert(body_name(&name), error_body(&error, &kinds));
        let response = error_response(&name, &kinds);
        components.responses.insert(name, response.into());
    }
    let document = OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .components(Some(components))
        .tags(Some(tags))
        .build();
    let mut document = serde_json::to_value(document).unwrap_or_default();
    // utoipa's own model of a schema has not got every keyword; these come as they are.
    if let Some(components) = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
    {
        components.insert("schemas".to_owned(), schemas.into_iter().collect());
    }
    document
}

/// `T`, whose schema the document has once, under `T`'s name: what is said of a member
/// stands beside what is said of its type, and not in its place.
pub(in crate::services) struct Named<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("Named {}", T::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
