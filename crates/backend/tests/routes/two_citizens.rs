//! With one citizen's session everything of another's answers 404, over every route of the OpenAPI document. The calls are made from
//! the document: a new route, or a new kind of handle, cannot be forgotten here.

use axum::body::Body;
use axum::http::{Request, header};
use contract::fill_path;
use serde_json::{Map, Value, json};

use crate::citizen::{Citizen, EXTRACT, HANG, THANH};
use crate::revocation::asking;
use crate::world::{Answer, World, project};

/// One call that the document promises.
pub struct Call {
    pub method: String,
    pub pattern: String,
    operation: Value,
}

impl Call {
    fn needs_citizen(&self) -> bool {
        self.operation["security"].is_array()
    }

    fn parameters(&self, place: &str) -> Vec<String> {
        let all = self.operation["parameters"].as_array().unwrap().iter();
        let here = all.filter(|one| one["in"] == place && one["required"] == true);
        here.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    }
}

pub async fn calls(world: &World) -> (Value, Vec<Call>) {
    let document = world.get("/api/openapi.json").await.json();
    let mut all = Vec::new();
    for (pattern, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let (method, pattern) = (method.to_uppercase(), pattern.clone());
            all.push(Call { method, pattern, operation: operation.clone() });
        }
    }
    // Reading first and taking away last: the control below lives through its own crawl.
    let rank = |call: &Call| ["GET", "PATCH", "POST", "DELETE"].iter().position(|one| *one == call.method);
    all.sort_by_key(|call| (rank(call), std::cmp::Reverse(call.pattern.len())));
    (document, all)
}

/// The least that a schema accepts.
fn sample(document: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return sample(document, document.pointer(reference.trim_start_matches('#')).unwrap());
    }
    if let Some(first) = schema["enum"].as_array().or(schema["oneOf"].as_array()).and_then(|all| all.first())
    {
        return if schema["enum"].is_array() { first.clone() } else { sample(document, first) };
    }
    let kind = if schema["type"].is_array() { &schema["type"][0] } else { &schema["type"] };
    match kind.as_str().unwrap_or_default() {
        "string" => json!("x"),
        "integer" | "number" => json!(1),
        "boolean" => json!(false),
        "array" => json!([]),
        "object" => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let members = required.iter().map(|name| {
                let name = name.as_str().unwrap();
                (name.to_owned(), sample(document, &schema["properties"][name]))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
        _ => Value::Null,
    }
}

/// What is another citizen's, by the name of the path's parameter.
struct Theirs {
    dossier: String,
    file: String,
    upload: String,
    session: String,
    mandate: String,
    paper: String,
    order: String,
    receipt: String,
    /// What the link of a dossier ends with that somebody else has asked them about.
    invitation: String,
}

impl Theirs {
    fn path(&self, pattern: &str) -> String {
        let names = pattern.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let values: Vec<&str> = names
            .map(|name| match name {
                "id" if pattern.starts_with("/api/dossiers/") => self.dossier.as_str(),
                "file" => &self.file,
                "upload" => &self.upload,
                "session" => &self.session,
                "mandate" => &self.mandate,
                "paper" => &self.paper,
                "order" => &self.order,
                "receipt" => &self.receipt,
                "invitation" => &self.invitation,
                // Of who must agree to a dossier, or of its papers.
                "number" => "1",
                // Of a procedure, which is everybody's.
                "procedure" | "code" => EXTRACT,
                new => panic!("{pattern}: give the other citizen a {new}, and name it here"),
            })
            .collect();
        fill_path(pattern, &values)
    }

    fn all(&self) -> [&str; 9] {
        let Self { dossier, file, upload, session, mandate, paper, order, receipt, invitation } = self;
        [dossier, file, upload, session, mandate, paper, order, receipt, invitation]
    }
}

pub async fn send(world: &World, document: &Value, call: &Call, path: &str, cookie: Option<&str>) -> Answer {
    let query: Vec<String> = call.parameters("query").iter().map(|name| format!("{name}=x")).collect();
    let uri = if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) };
    let mut request = Request::builder().method(call.method.as_str()).uri(uri);
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, format!("__Host-congdan={cookie}"));
    }
    for name in call.parameters("header") {
        request = request.header(&name, if name == "If-Match" { "\"1\"" } else { "crawl" });
    }
    let content = &call.operation["requestBody"]["content"];
    let body = match content["application/json"].get("schema") {
        Some(schema) => {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(sample(document, schema).to_string())
        }
        None if content.is_object() => {
            request = request.header(header::CONTENT_TYPE, "application/octet-stream");
            Body::from("%PDF-1.7")
        }
        None => Body::empty(),
    };
    world.send(request.body(body).unwrap()).await
}

/// Whether a path has a handle that somebody owns.
fn names_theirs(pattern: &str) -> bool {
    let names = pattern.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names.into_iter().any(|name| !["procedure", "code"].contains(&name))
}

/// The signature of one of the others who must agree, or what was said about its certificate.
pub fn is_cosignature(pattern: &str) -> bool {
    let is_own = pattern.ends_with("/dossier.p7s") || pattern.ends_with("/revocation");
    pattern.contains("/cosignatures/") || pattern.contains("/cosigning/") && is_own
}

/// A mandate that the citizen gave to somebody who is not in this story.
async fn mandate(citizen: &Citizen<'_>) -> String {
    let body = json!({ "grantee": "010303000456", "grantee_name": "Giàng Thị Mua", "procedures": [EXTRACT], "ends_on": "2026-12-31" });
    let given = citizen.call(axum::http::Method::POST, "/api/mandates", &body, &[]).await;
    given.json()["id"].as_str().unwrap().to_owned()
}

/// A paper in the citizen's store: the result of a copy that was paid for, with a receipt, and made.
async fn paper(citizen: &Citizen<'_>) -> String {
    citizen.decide(EXTRACT, true).await;
    let wanted = json!({ "procedure": EXTRACT, "language": "vi" });
    let opened = citizen.done("/api/dossiers", "paper", &wanted).await;
    let id = citizen.fill(opened["id"].as_str().unwrap(), EXTRACT, "own-birth").await;
    citizen.freeze(&id).await;
    let order = citizen.order(&id).await;
    citizen.at_gateway(&order, "pay").await;
    citizen.world.work().await;
    citizen.world.advance(5).await;
    let code = citizen.dossier(&id).await["state"]["filing"]["code"].clone();
    citizen.done_at_desk(code.as_str().unwrap(), "").await;
    citizen.papers().await[0]["id"].as_str().unwrap().to_owned()
}

/// The land next to Bảy's is Hằng's: he asks her to agree.
pub async fn invitation(world: &World) -> String {
    let bay = Citizen::sign_in(world, ("tran-van-bay", "092048000321")).await;
    let id = bay.parking().await;
    let revision = bay.dossier(&id).await["draft"]["revision"].as_u64().unwrap();
    let owner = json!({ "owner_id": HANG.1, "owner_name": { "family": "Nguyễn", "middle": "Thị Bích", "given": "Hằng" } });
    assert_eq!(bay.save(&id, revision, &owner).await.status, 200);
    bay.freeze(&id).await;
    let bay = bay.confirm("tran-van-bay", &id).await;
    bay.link(&id, 2).await.strip_prefix("/api/cosigning/").unwrap().to_owned()
}

async fn handle(citizen: &Citizen<'_>) -> String {
    let list = citizen.get("/api/sessions").await.json();
    let current = list["sessions"].as_array().unwrap().iter().find(|one| one["is_current"] == true);
    current.unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn with_one_citizens_session_every_handle_of_another_leads_nowhere() {
    let mut world = asking(true, "").await;
    world.offers_also(&project("procedures"), &project("tests/agency")).await;
    let (document, calls) = calls(&world).await;
    let (hang, thanh) = (Citizen::sign_in(&world, HANG).await, Citizen::sign_in(&world, THANH).await);
    let dossier = hang.birth().await;
    // A file that was turned down holds up nothing where its paper is not asked for.
    let upload = hang.begin(&dossier, "abandoned_record", "a.pdf", b"MZ").await.json()["id"].clone();
    let upload = upload.as_str().unwrap().to_owned();
    hang.piece(&dossier, &upload, 0, b"MZ").await;
    hang.freeze(&dossier).await;
    hang.sign(&dossier).await;
    let before = hang.dossier(&dossier).await;
    let answers = before["draft"]["answers"].to_string();
    let file = answers.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let elsewhere = Citizen::sign_in(&world, HANG).await;
    let session = handle(&elsewhere).await;
    let (mandate, paper) = (mandate(&hang).await, paper(&hang).await);
    let paid = hang.get("/api/payments").await.json()["payments"][0].clone();
    let order = paid["order"].as_str().unwrap().to_owned();
    let receipt = paid["receipts"][0]["id"].as_str().unwrap().to_owned();
    let invitation = invitation(&world).await;
    let theirs = Theirs { dossier, file, upload, session, mandate, paper, order, receipt, invitation };
    let mut seen = 0;
    for call in calls.iter().filter(|call| call.needs_citizen()) {
        let what = format!("{} {}", call.method, call.pattern);
        let path = theirs.path(&call.pattern);
        let answer = send(&world, &document, call, &path, Some(&thanh.cookie)).await;
        if names_theirs(&call.pattern) {
            assert_eq!(answer.problem(404), "not_found", "{what}");
            seen += 1;
        }
        let text = answer.text();
        for secret in theirs.all().into_iter().chain([HANG.1, "Nguyễn Thị Bích Hằng"]) {
            assert!(!text.contains(secret), "{what}");
        }
    }
    assert!(seen >= 20, "{seen}");
    assert_eq!(hang.dossier(&theirs.dossier).await, before);
    assert!(!elsewhere.get("/api/session").await.json()["person"].is_null());
    // The handles are real: to whom they belong, every one leads somewhere.
    for call in calls.iter().filter(|call| call.needs_citizen() && names_theirs(&call.pattern)) {
        // The certificate and the scan that the made-up bodies name do not exist, the dossier that he asks her about has no papers, nobody
        // has signed by a link (`cosignature.rs` has who does), and she has not answered before (`own_answers.rs`).
        let none = ["/signing", "/scan", "/files/{number}", "/answered.json"];
        if none.iter().any(|end| call.pattern.ends_with(end)) || is_cosignature(&call.pattern) {
            continue;
        }
        let path = theirs.path(&call.pattern);
        let answer = send(&world, &document, call, &path, Some(&hang.cookie)).await;
        assert_ne!(answer.status, 404, "{} {}: {}", call.method, call.pattern, answer.text());
    }
}

#[tokio::test]
async fn without_a_session_every_route_of_a_citizen_asks_to_sign_in() {
    let world = World::start().await;
    let (document, calls) = calls(&world).await;
    let theirs = Theirs {
        dossier: "x".into(),
        file: "y".into(),
        upload: "u".into(),
        session: "z".into(),
        mandate: "m".into(),
        paper: "p".into(),
        order: "o".into(),
        receipt: "r".into(),
        invitation: "i".into(),
    };
    for call in calls.iter().filter(|call| call.needs_citizen()) {
        let path = theirs.path(&call.pattern);
        for cookie in [None, Some("stolen")] {
            let answer = send(&world, &document, call, &path, cookie).await;
            assert_eq!(answer.problem(401), "sign_in_needed", "{} {}", call.method, call.pattern);
        }
    }
}
