//! Electronic results: what a dossier that is done comes to, as a document with its component code, and the API that gives it
//! to the portal. Which result a procedure has is known for the services of this sandbox and one of the test agency.

use std::fs;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Dossier, folder, specimen};
use crate::{
    caller, clock,
    fault::Part,
    problem::{Problem, problem},
    seal,
    world::World,
};

/// A result that was given out; its bytes are a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Given {
    /// Unique at the desk.
    pub id: String,
    /// Code of the component that it is in other dossiers.
    pub component: String,
    /// What it is called.
    pub title: String,
    /// The issuer's own number.
    pub number: String,
    /// Twelve digits of whom it is about, when that person has them already; ten of an enterprise.
    pub holder: Option<String>,
    /// The office.
    pub issuer: String,
    /// `YYYY-MM-DD`.
    pub issued_on: String,
    /// The last day on which it is good, when it ends.
    pub valid_until: Option<String>,
    /// Name of the file.
    pub name: String,
    /// Of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// In bytes.
    pub size: u64,
}

/// What a procedure comes to: component, title, the mark in the number.
struct Kind(&'static str, &'static str, &'static str);

/// The result of a dossier, from its procedure and what was asked for.
fn kind(procedure: &str, answers: &Value) -> Option<Kind> {
    Some(match (procedure, answers["extract"].as_str()) {
        ("1.001193", _) => Kind("giay-khai-sinh", "Giấy khai sinh (bản điện tử)", "GKS"),
        ("2.000635", Some("birth")) => {
            Kind("trich-luc-khai-sinh", "Trích lục khai sinh (bản sao)", "TLKS-BS")
        }
        ("2.000635", Some("marriage")) => Kind("trich-luc-ket-hon", "Trích lục kết hôn (bản sao)", "TLKH-BS"),
        ("2.000635", Some("death")) => Kind("trich-luc-khai-tu", "Trích lục khai tử (bản sao)", "TLKT-BS"),
        ("2.000635", Some("recognition")) => {
            Kind("trich-luc-nhan-cha-me-con", "Trích lục đăng ký nhận cha, mẹ, con (bản sao)", "TLCMC-BS")
        }
        ("2.000635", Some("guardianship")) => {
            Kind("trich-luc-giam-ho", "Trích lục đăng ký giám hộ (bản sao)", "TLGH-BS")
        }
        ("2.000635", _) => {
            Kind("trich-luc-thay-doi", "Trích lục thay đổi, cải chính hộ tịch (bản sao)", "TLTD-BS")
        }
        ("2.001955", _) => Kind("thong-bao-noi-quy-lao-dong", "Thông báo về nội quy lao động", "TB-NQLD"),
        _ => return None,
    })
}

/// Makes the result of a dossier that is done, once. `content` is the dossier as it was filed.
pub fn issue(
    dossier: &Dossier,
    content: &[u8],
    valid_until: Option<String>,
    now: OffsetDateTime,
) -> Option<(Given, Vec<u8>)> {
    if !dossier.results.is_empty() {
        return None;
    }
    let content: Value = serde_json::from_slice(content).unwrap_or_default();
    let answers = &content["answers"];
    let Kind(component, title, mark) = kind(&dossier.procedure, answers)?;
    let (_, order) = dossier.code.rsplit_once('-')?;
    let number = format!("{order}/{mark}");
    let bytes = specimen::pdf(&[&format!("So: {number}"), &format!("Ho so: {}", dossier.code)]);
    let issued = Given {
        id: format!("{}.1", dossier.code),
        component: component.to_owned(),
        title: title.to_owned(),
        holder: answers["person_id"].as_str().or(answers["enterprise_code"].as_str()).map(str::to_owned),
        issuer: format!("Ủy ban nhân dân, mã đơn vị {}", dossier.agency.commune),
        issued_on: clock::rfc3339(now)[..10].to_owned(),
        valid_until,
        name: format!("{component}-{order}.pdf"),
        sha256: seal::hex(&seal::sha256(&bytes)),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        number,
    };
    Some((issued, bytes))
}

/// The file name of a result, by its position.
pub fn file(position: usize) -> String {
    format!("result-{}.bin", position + 1)
}

/// `GET /desk/v1/dossiers/{code}/results`.
pub async fn list(
    State(world): State<World>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    let dossier = asked(&world, &code, &headers).await?;
    Ok(Json(json!({ "code": dossier.code, "handle": dossier.handle, "results": dossier.results })))
}

/// `GET /desk/v1/dossiers/{code}/results/{id}`: the bytes.
pub async fn one(
    State(world): State<World>,
    Path((code, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let dossier = asked(&world, &code, &headers).await?;
    let position = dossier.results.iter().position(|issued| issued.id == id);
    let position = position.ok_or_else(|| problem(404, "result-unknown", "No such result was given out."))?;
    let bytes = fs::read(folder(&world, &code).join(file(position))).map_err(|_| Problem::storage())?;
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))];
    Ok((kind, bytes).into_response())
}

async fn asked(world: &World, code: &str, headers: &HeaderMap) -> Result<Dossier, Problem> {
    if !caller::has_bearer(headers, &world.config().clients.desk.token) {
        return Err(Problem::unauthorized());
    }
    world.answers_again(Part::Desk).await?;
    let found = world.look(|ledger, _| ledger.desk.dossiers.get(code).cloned());
    found.ok_or_else(|| problem(404, "dossier-unknown", "No such dossier is at the desk."))
}
