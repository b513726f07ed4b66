//! What goes over the line to a CSC service and back, recorded while a citizen signs, beside the members that the specification names for
//! each call. No server that others wrote speaks the asynchronous authorization of version 2; that of version 1 is judged by theirs too.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, Response, header};
use http_body_util::BodyExt;
use serde_json::Value;

use crate::citizen::{Citizen, HANG};
use crate::world::World;

/// A call: its name, the status of the answer, the members of both; names of members that must be there end with `!`, and the letter says
/// what they are: text, number, truth, list, object.
type Members = (&'static str, u16, &'static str, &'static str);

/// CSC API 2.0.0.2, sections 11.1 to 11.10.
const V2: &[Members] = &[
    (
        "info",
        200,
        "lang:t",
        "specs:t! name:t! logo:t! region:t! lang:t! description:t! authType:l! methods:l!",
    ),
    (
        "credentials/list",
        200,
        "userID:t credentialInfo:b certificates:t certInfo:b authInfo:b onlyValid:b lang:t clientData:t",
        "credentialIDs:l! credentialInfos:l onlyValid:b",
    ),
    (
        "credentials/info",
        200,
        "credentialID:t! certificates:t certInfo:b authInfo:b lang:t clientData:t",
        "key:o! cert:o! auth:o! SCAL:t multisign:n! lang:t description:t",
    ),
    (
        "credentials/authorize",
        202,
        "credentialID:t! numSignatures:n! hashes:l hashAlgorithmOID:t authData:l description:t clientData:t",
        "handle:t!",
    ),
    ("credentials/authorizeCheck", 202, "handle:t!", "handle:t!"),
    ("credentials/authorizeCheck", 200, "handle:t!", "SAD:t! expiresIn:n"),
    (
        "signatures/signHash",
        200,
        "credentialID:t! SAD:t hashes:l! hashAlgorithmOID:t signAlgo:t! signAlgoParams:t operationMode:t \
         validity_period:n response_uri:t clientData:t",
        "signatures:l",
    ),
];

/// CSC API 1.0.4.0, sections 11.1 to 11.9.
const V1: &[Members] = &[
    (
        "info",
        200,
        "lang:t",
        "specs:t! name:t! logo:t! region:t! lang:t! description:t! authType:l! methods:l!",
    ),
    (
        "credentials/list",
        200,
        "userID:t maxResults:n pageToken:t clientData:t",
        "credentialIDs:l! nextPageToken:t",
    ),
    (
        "credentials/info",
        200,
        "credentialID:t! certificates:t certInfo:b authInfo:b lang:t clientData:t",
        "key:o! cert:o! authMode:t! SCAL:t multisign:n! lang:t description:t PIN:o OTP:o",
    ),
    (
        "credentials/authorize",
        200,
        "credentialID:t! numSignatures:n! hash:l description:t PIN:t OTP:t clientData:t",
        "SAD:t! expiresIn:n",
    ),
    (
        "signatures/signHash",
        200,
        "credentialID:t! SAD:t! hash:l! hashAlgo:t signAlgo:t! signAlgoParams:t clientData:t",
        "signatures:l!",
    ),
];

/// A call that went by.
#[derive(Clone, Debug)]
struct Call {
    name: String,
    status: u16,
    asked: Value,
    answered: Value,
}

type Transcript = Arc<Mutex<Vec<Call>>>;

/// Stands between the backend and the service, and writes down what is said; gives where it listens.
async fn recorder(service: String, transcript: Transcript) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let web = reqwest::Client::new();
    let record = move |request: Request<Body>| {
        let (web, service, transcript) = (web.clone(), service.clone(), Arc::clone(&transcript));
        async move { pass(&web, &service, &transcript, request).await }
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(record)).await });
    address
}

async fn pass(
    web: &reqwest::Client,
    service: &str,
    transcript: &Transcript,
    request: Request<Body>,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body: Bytes = body.collect().await.unwrap().to_bytes();
    let name = parts.uri.path().trim_start_matches('/').to_owned();
    let mut onward = web.post(format!("{service}/{name}")).body(body.clone());
    for header in [header::AUTHORIZATION, header::CONTENT_TYPE] {
        onward = onward.header(&header, &parts.headers[&header]);
    }
    let answer = onward.send().await.unwrap();
    let status = answer.status();
    let answered = answer.bytes().await.unwrap();
    if name != "oauth2/token" {
        let read = |bytes: &Bytes| serde_json::from_slice(bytes).unwrap();
        let call = Call { name, status: status.as_u16(), asked: read(&body), answered: read(&answered) };
        transcript.lock().unwrap().push(call);
    }
    let typed = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    typed.body(Body::from(answered)).unwrap()
}

/// What a document has that the specification does not want so.
fn faults(document: &Value, members: &str, is_ours: bool) -> Vec<String> {
    let is_kind = |value: &Value, kind: &str| match kind.trim_end_matches('!') {
        "t" => value.is_string(),
        "n" => value.is_u64(),
        "b" => value.is_boolean(),
        "l" => value.as_array().is_some_and(|all| !all.is_empty()),
        _ => value.is_object(),
    };
    let known: Vec<_> = members.split(' ').map(|member| member.split_once(':').unwrap()).collect();
    let document = document.as_object().unwrap();
    let missing = known.iter().filter(|(name, kind)| kind.ends_with('!') && !document.contains_key(*name));
    let mut found: Vec<_> = missing.map(|(name, _)| format!("{name} is missing")).collect();
    for (name, value) in document {
        match known.iter().find(|(known, _)| known == name) {
            Some((_, kind)) if !is_kind(value, kind) => found.push(format!("{name} is {value}")),
            // Who answers may say more, who asks may not.
            None if is_ours => found.push(format!("{name} is unknown")),
            _ => {}
        }
    }
    found
}

/// Signs over a line that is recorded.
async fn recorded(version: &str) -> Vec<Call> {
    let transcript = Transcript::default();
    let (heard, wanted) = (Arc::clone(&transcript), version.to_owned());
    let mut world = World::start().await;
    let service = format!("{}/csc/{wanted}", world.sandbox.base);
    let address = recorder(service, heard).await;
    let usual = format!("base = \"{}/csc/v2\"", world.sandbox.base);
    world.decide(&usual, &format!("base = \"{address}\"\napi = \"csc-{version}\"")).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    hang.ask_phone(&id).await;
    let path = format!("/phone/{}", hang.id);
    while !world.sandbox.page(&path).await.contains("name=\"handle\"") {}
    world.advance(2).await;
    hang.answer_phone("accept").await;
    for _ in 0..140 {
        world.advance(2).await;
        if hang.dossier(&id).await["state"]["signing"]["state"] != "waiting" {
            break;
        }
    }
    assert_eq!(hang.dossier(&id).await["state"]["signing"]["state"], "signed");
    transcript.lock().unwrap().clone()
}

async fn is_as_specified(version: &str, specification: &[Members]) {
    let transcript = recorded(version).await;
    for (name, status, asked, answered) in specification {
        let calls: Vec<_> =
            transcript.iter().filter(|call| (call.name.as_str(), call.status) == (name, *status)).collect();
        assert!(!calls.is_empty(), "{name} was never answered with {status}: {transcript:?}");
        for call in calls {
            let mut found = faults(&call.asked, asked, true);
            found.extend(faults(&call.answered, answered, false));
            assert!(found.is_empty(), "{version} {name}: {found:?}");
        }
    }
    let is_known = |call: &Call| specification.iter().any(|one| (one.0, one.1) == (&call.name, call.status));
    assert!(transcript.iter().all(is_known), "{version}: {transcript:?}");
}

#[tokio::test]
async fn what_is_said_to_a_service_of_version_2_and_by_it_has_the_members_of_the_specification() {
    is_as_specified("v2", V2).await;
}

#[tokio::test]
async fn what_is_said_to_a_service_of_version_1_and_by_it_has_the_members_of_the_specification() {
    is_as_specified("v1", V1).await;
}

#[test]
fn a_member_that_is_missing_of_another_kind_or_made_up_is_found() {
    let asked = "credentialID:t! numSignatures:n!";
    let said = serde_json::json!({ "numSignatures": "1", "pin": "1234" });
    let found = faults(&said, asked, true);
    assert_eq!(found, ["credentialID is missing", "numSignatures is \"1\"", "pin is unknown"]);
    assert_eq!(faults(&said, asked, false).len(), 2);
}
