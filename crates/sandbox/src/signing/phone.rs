//! The citizen's phone: what waits for a decision, what it says, how long there is, yes or no. It works without script:
//! "Tải lại" loads the page again.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;

use super::{
    Decision, PATIENCE, Request,
    gateway::{self, End, Gateway, Transaction},
};
use crate::{
    citizen::{self, Citizen},
    clock,
    html::{Element, el, say},
    page::{Look, Page, button, facts, form, hidden, quiet_button},
    problem::Problem,
    seal,
    world::World,
};

/// A question on the phone, whoever asks it.
struct Asked {
    handle: String,
    service: &'static str,
    description: String,
    prints: Vec<String>,
    at: i64,
    expires_at: i64,
    /// How it ended; none while it waits.
    outcome: Option<&'static str>,
}

/// It ended in silence.
const SILENCE: &str = "Hết hạn, bạn đã không trả lời";
const AGREED: &str = "Bạn đã đồng ý";
const REFUSED: &str = "Bạn đã từ chối";

impl Asked {
    fn by_service(handle: &str, request: &Request, now: OffsetDateTime) -> Self {
        let prints = request.hashes.iter().filter_map(|hash| seal::from_base64(hash));
        let outcome = match request.decision {
            Decision::None => SILENCE,
            Decision::Accepted { .. } => AGREED,
            Decision::Rejected => REFUSED,
        };
        Self {
            handle: handle.to_owned(),
            service: "Dịch vụ ký số thử nghiệm",
            description: request.description.clone(),
            prints: prints.map(|digest| seal::fingerprint(&digest)).collect(),
            at: request.asked_at,
            expires_at: request.expires_at,
            outcome: (!request.is_waiting_at(now)).then_some(outcome),
        }
    }

    fn by_gateway(gateway: Gateway, code: &str, transaction: &Transaction, now: OffsetDateTime) -> Self {
        let prints = transaction.files.iter().filter_map(|file| seal::from_hex(&file.hash));
        let outcome = match transaction.end {
            None => SILENCE,
            Some(End::Signed(_)) => AGREED,
            Some(End::Rejected) => REFUSED,
            Some(End::KeyFailed) => "Bạn đã đồng ý, nhưng không mở được khoá ký",
            Some(End::SignFailed) => "Bạn đã đồng ý, nhưng không tạo được chữ ký",
        };
        Self {
            handle: code.to_owned(),
            service: gateway.title(),
            description: transaction.description.clone(),
            prints: prints.map(|digest| seal::fingerprint(&digest)).collect(),
            at: transaction.asked_at,
            expires_at: transaction.expires_at,
            outcome: (!transaction.is_waiting_at(now)).then_some(outcome),
        }
    }
}

/// `GET`: the page.
pub async fn show(State(world): State<World>, Path(id): Path<String>) -> Page {
    let Some(citizen) = citizen::by_id(&id) else {
        return Page::new(Look::Phone, "Không có điện thoại này")
            .status(StatusCode::NOT_FOUND)
            .with(say("p", "Số định danh này không thuộc người dân giả định nào."));
    };
    let (mut asked, now) = world.look(|ledger, now| {
        let requests = ledger.signing.requests.iter().filter(|(_, request)| request.owner == id);
        let requests = requests.map(|(handle, request)| Asked::by_service(handle, request, now));
        let mut asked: Vec<_> = requests.collect();
        for gateway in Gateway::BOTH {
            let transactions = gateway.records(&ledger.signing).transactions.iter();
            let transactions = transactions.filter(|(_, one)| one.owner == id);
            asked.extend(transactions.map(|(code, one)| Asked::by_gateway(gateway, code, one, now)));
        }
        (asked, now)
    });
    asked.sort_by_key(|asked| -asked.at);
    let (waiting, done): (Vec<_>, Vec<_>) = asked.into_iter().partition(|asked| asked.outcome.is_none());
    frame(citizen, waiting.is_empty())
        .with_all(waiting.iter().map(|asked| card(citizen, asked, now)))
        .with(reload(citizen))
        .with_all(history(&done))
}

fn frame(citizen: &Citizen, is_quiet: bool) -> Page {
    let page = Page::new(Look::Phone, format!("Điện thoại của {}", citizen.name));
    if is_quiet { page.with(say("p", "Không có yêu cầu ký nào đang chờ bạn.")) } else { page }
}

fn card(citizen: &Citizen, asked: &Asked, now: OffsetDateTime) -> Element {
    let left = asked.expires_at - now.unix_timestamp();
    el("article")
        .class("card")
        .attr("aria-labelledby", format!("t-{}", asked.handle))
        .child(say("h2", "Bạn có đồng ý ký không?").attr("id", format!("t-{}", asked.handle)))
        .child(say("p", &asked.description).class("asked"))
        .child(facts([
            ("Nhà cung cấp", asked.service.to_owned()),
            ("Mã băm được ký", asked.prints.join(" · ")),
            ("Còn lại", format!("{} phút {} giây", left / 60, left % 60)),
            ("Yêu cầu lúc", clock::for_people(clock::at(asked.at))),
        ]))
        .child(say("p", "Chỉ đồng ý khi nội dung và mã trên trang bạn đang làm khớp với mã ở đây."))
        .child(
            form(format!("/phone/{}", citizen.id))
                .child(hidden("handle", &asked.handle))
                .child(button("answer", "accept", "Đồng ý ký"))
                .child(quiet_button("answer", "reject", "Từ chối")),
        )
}

fn reload(citizen: &Citizen) -> Element {
    el("form")
        .attr("method", "get")
        .attr("action", format!("/phone/{}", citizen.id))
        .child(say("button", "Tải lại").class("btn btn--quiet").attr("type", "submit"))
}

fn history(done: &[Asked]) -> Vec<Element> {
    let rows: Vec<_> = done
        .iter()
        .take(10)
        .map(|asked| {
            let time = clock::for_people(clock::at(asked.at));
            el("li")
                .class("card")
                .child(say("p", format!("{time}: {}.", asked.outcome.unwrap_or_default())))
                .child(say("p", &asked.description))
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![say("h2", "Trước đây"), el("ul").children(rows)]
}

/// The citizen's answer.
#[derive(Deserialize)]
pub struct Answer {
    handle: String,
    answer: String,
}

/// `POST`: the decision; one that comes too late or twice changes nothing.
pub async fn decide(
    State(world): State<World>,
    Path(id): Path<String>,
    Form(form): Form<Answer>,
) -> Response {
    let is_yes = match form.answer.as_str() {
        "accept" => Some(true),
        "reject" => Some(false),
        _ => None,
    };
    let decided = match is_yes {
        Some(is_yes) => take(&world, &id, &form.handle, is_yes),
        None => Ok(None),
    };
    if let Ok(Some(gateway)) = decided {
        gateway::tell(&world, gateway, &form.handle).await;
    }
    match decided {
        // The number is 12 digits here: it is the owner of a request, or the page answers 404.
        Ok(_) if citizen::is_id(&id) => Redirect::to(&format!("/phone/{id}")).into_response(),
        Ok(_) => StatusCode::NOT_FOUND.into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// Takes a decision; answers with the gateway that calls back about it.
fn take(world: &World, owner: &str, handle: &str, is_yes: bool) -> Result<Option<Gateway>, Problem> {
    world.change(|ledger, now| {
        let moment = now.unix_timestamp();
        if let Some(request) = ledger.signing.requests.get_mut(handle) {
            if request.owner == owner && request.is_waiting_at(now) {
                let (sad, expires_at) = (seal::random_name(), moment + PATIENCE);
                let accepted = Decision::Accepted { sad, expires_at, is_used: false };
                request.decision = if is_yes { accepted } else { Decision::Rejected };
            }
            return None;
        }
        for gateway in Gateway::BOTH {
            let fault = ledger.faults.of(gateway.part());
            let asked = gateway.records_mut(&mut ledger.signing).transactions.get_mut(handle);
            if let Some(asked) = asked.filter(|asked| asked.owner == owner && asked.is_waiting_at(now)) {
                asked.decide(world.vault(), is_yes, fault, moment);
                return Some(gateway);
            }
        }
        None
    })
}
