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

use super::{Decision, PATIENCE, Request};
use crate::{
    citizen::{self, Citizen},
    clock,
    html::{Element, el, say},
    page::{Look, Page, button, facts, form, hidden, quiet_button},
    seal,
    world::World,
};

/// `GET`: the page.
pub async fn show(State(world): State<World>, Path(id): Path<String>) -> Page {
    let Some(citizen) = citizen::by_id(&id) else {
        return Page::new(Look::Phone, "Không có điện thoại này")
            .status(StatusCode::NOT_FOUND)
            .with(say("p", "Số định danh này không thuộc người dân giả định nào."));
    };
    let (mut requests, now) = world.look(|ledger, now| {
        let own = ledger.signing.requests.iter().filter(|(_, request)| request.owner == id);
        (own.map(|(handle, request)| (handle.clone(), request.clone())).collect::<Vec<_>>(), now)
    });
    requests.sort_by_key(|(_, request)| -request.asked_at);
    let (waiting, done): (Vec<_>, Vec<_>) =
        requests.into_iter().partition(|(_, request)| request.is_waiting_at(now));
    frame(citizen, waiting.is_empty())
        .with_all(waiting.iter().map(|(handle, request)| card(citizen, handle, request, now)))
        .with(reload(citizen))
        .with_all(history(done.iter().take(10).map(|(_, request)| request)))
}

fn frame(citizen: &Citizen, is_quiet: bool) -> Page {
    let page = Page::new(Look::Phone, format!("Điện thoại của {}", citizen.name));
    if is_quiet { page.with(say("p", "Không có yêu cầu ký nào đang chờ bạn.")) } else { page }
}

fn card(citizen: &Citizen, handle: &str, request: &Request, now: OffsetDateTime) -> Element {
    let left = request.expires_at - now.unix_timestamp();
    let prints = request.hashes.iter().filter_map(|hash| seal::from_base64(hash));
    let prints: Vec<_> = prints.map(|digest| seal::fingerprint(&digest)).collect();
    el("article")
        .class("card")
        .attr("aria-labelledby", format!("t-{handle}"))
        .child(say("h2", "Bạn có đồng ý ký không?").attr("id", format!("t-{handle}")))
        .child(say("p", &request.description).class("asked"))
        .child(facts([
            ("Mã băm được ký", prints.join(" · ")),
            ("Còn lại", format!("{} phút {} giây", left / 60, left % 60)),
            ("Yêu cầu lúc", clock::for_people(clock::at(request.asked_at))),
        ]))
        .child(say("p", "Chỉ đồng ý khi nội dung và mã trên trang bạn đang làm khớp với mã ở đây."))
        .child(
            form(format!("/phone/{}", citizen.id))
                .child(hidden("handle", handle))
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

fn history<'a>(requests: impl Iterator<Item = &'a Request>) -> Vec<Element> {
    let rows: Vec<_> = requests
        .map(|request| {
            let outcome = match request.decision {
                Decision::None => "Hết hạn, bạn đã không trả lời",
                Decision::Accepted { .. } => "Bạn đã đồng ý",
                Decision::Rejected => "Bạn đã từ chối",
            };
            let time = clock::for_people(clock::at(request.asked_at));
            el("li")
                .class("card")
                .child(say("p", format!("{time}: {outcome}.")))
                .child(say("p", &request.description))
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
    let decided = world.change(|ledger, now| {
        let Some(request) = ledger.signing.requests.get_mut(&form.handle) else { return };
        if request.owner != id || !request.is_waiting_at(now) {
            return;
        }
        match form.answer.as_str() {
            "accept" => {
                let expires_at = now.unix_timestamp() + PATIENCE;
                request.decision =
                    Decision::Accepted { sad: seal::random_name(), expires_at, is_used: false };
            }
            "reject" => request.decision = Decision::Rejected,
            _ => (),
        }
    });
    match decided {
        // The number is 12 digits here: it is the owner of a request, or the page answers 404.
        Ok(()) if citizen::is_id(&id) => Redirect::to(&format!("/phone/{id}")).into_response(),
        Ok(()) => StatusCode::NOT_FOUND.into_response(),
        Err(problem) => problem.into_response(),
    }
}
