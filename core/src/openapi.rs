//! Descriptions of the vocabulary for the server's OpenAPI page.

/// Describes in OpenAPI a type that is a text in JSON: its shape, in the words of JSON Schema.
macro_rules! described_text {
    ($name:ident, $format:expr, $pattern:expr, $description:expr) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let format: Option<&str> = $format;
                let pattern: Option<&str> = $pattern;
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .format(format.map(|name| utoipa::openapi::schema::SchemaFormat::Custom(name.to_owned())))
                    .pattern(pattern)
                    .description(Some($description))
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use described_text;
