//! Presigns the cases on standard input with the AWS SDK for Rust's signer.

use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use serde_json::{Map, Value, json};

type Error = Box<dyn std::error::Error>;

fn presign(case: &Value) -> Result<String, Error> {
    let text = |key: &str| case[key].as_str().expect("a string");
    let s3 = text("service") == "s3";

    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = case["expires_in"].as_u64().map(Duration::from_secs);
    if s3 {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    }
    let body = if s3 {
        SignableBody::UnsignedPayload
    } else {
        SignableBody::Bytes(&[])
    };

    let identity = Credentials::from_keys(
        text("access_key_id"),
        text("secret_access_key"),
        case["session_token"].as_str().map(String::from),
    )
    .into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(text("region"))
        .name(text("service"))
        .time(UNIX_EPOCH + Duration::from_secs(case["now"].as_u64().expect("a time")))
        .settings(settings)
        .build()?
        .into();

    let headers: Vec<(&str, &str)> = case["headers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|pair| {
            (
                pair[0].as_str().expect("a name"),
                pair[1].as_str().expect("a value"),
            )
        })
        .collect();
    let signable = SignableRequest::new(text("method"), text("url"), headers.into_iter(), body)?;
    let (instructions, _signature) = sign(signable, &params)?.into_parts();

    let mut request = http::Request::builder()
        .method(text("method"))
        .uri(text("url"))
        .body(())?;
    instructions.apply_to_request_http1x(&mut request);
    Ok(request.uri().to_string())
}

fn main() -> Result<(), Error> {
    let cases: Vec<Value> = serde_json::from_reader(std::io::stdin())?;
    let mut results = Map::new();
    for case in &cases {
        let output = match presign(case) {
            Ok(url) => json!({"url": url}),
            Err(error) => json!({"error": error.to_string()}),
        };
        results.insert(case["name"].as_str().expect("a name").into(), output);
    }
    println!("{}", Value::Object(results));
    Ok(())
}
