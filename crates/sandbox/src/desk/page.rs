//! The officer's pages: the list of dossiers, one dossier with its papers and history, and the next moves.

use std::fs;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::Value;
use time::{Duration, OffsetDateTime, Weekday, macros::format_description};

use super::{Dossier, content, dues, folder, officer::Refused, papers, receipts, refunds, status};
use crate::{
    clock,
    html::{Element, el, say},
    page::{Look, Page, button, dong, facts, form, labelled, quiet_button},
    world::World,
};

/// `GET /desk`: all dossiers, the newest first.
pub async fn list(State(world): State<World>) -> Page {
    let mut dossiers: Vec<_> = world.look(|ledger, _| ledger.desk.dossiers.values().cloned().collect());
    dossiers.sort_by(|one, other| (&other.received_at, &other.code).cmp(&(&one.received_at, &one.code)));
    let page = Page::new(Look::Desk, "Hồ sơ đã tiếp nhận trực tuyến");
    if dossiers.is_empty() {
        return page.with(say("p", "Chưa có hồ sơ nào."));
    }
    let rows = dossiers.iter().map(|dossier| {
        let link = say("a", &dossier.code).attr("href", format!("/desk/dossiers/{}", dossier.code));
        el("tr")
            .child(el("th").attr("scope", "row").child(link))
            .child(say("td", &dossier.title))
            .child(say("td", &dossier.applicant.name))
            .child(say("td", named(dossier.status())).class("state"))
    });
    page.with(table("Hồ sơ", ["Mã hồ sơ", "Thủ tục", "Người nộp", "Trạng thái"], rows))
}

/// `GET`: one dossier.
pub async fn show(State(world): State<World>, Path(code): Path<String>) -> Response {
    let found =
        world.look(|ledger, now| ledger.desk.dossiers.get(&code).map(|dossier| (dossier.clone(), now)));
    let Some((dossier, now)) = found else { return unknown().into_response() };
    let content = content::read(&folder(&world, &code));
    Page::new(Look::Desk, format!("Hồ sơ {code}"))
        .with(el("p").child(say("a", "Tất cả hồ sơ").attr("href", "/desk")))
        .with(about(&dossier, &content))
        .with_all(content::notes(&content))
        .with(say("h2", "Chuyển trạng thái"))
        .with(moves(&dossier, now))
        .with_all(unpushed(&dossier))
        .with(say("h2", "Phí, lệ phí phải nộp thêm"))
        .with_all(dues::section(&dossier))
        .with(say("h2", "Biên lai điện tử"))
        .with_all(receipts::section(&dossier))
        .with(say("h2", "Hoàn phí, lệ phí"))
        .with_all(refunds::section(&dossier))
        .with(say("h2", "Giấy tờ"))
        .with_all(documents(&world, &dossier))
        .with_all(content::covered(&content))
        .with(say("h2", "Kết quả điện tử"))
        .with(results(&dossier))
        .with(say("h2", "Quá trình"))
        .with(history(&dossier))
        .into_response()
}

fn named(code: u8) -> String {
    format!("{code}. {}", status::name(code))
}

fn about(dossier: &Dossier, content: &Value) -> Element {
    let fee = match &dossier.fee {
        None => "Không thu khi nộp".to_owned(),
        Some(fee) if fee.paid => {
            let receipt = fee.receipt.as_deref().unwrap_or("chưa có số");
            format!("{}, đã nộp (giao dịch {receipt})", dong(fee.amount))
        }
        Some(fee) => format!("{}, chưa nộp", dong(fee.amount)),
    };
    let later = [("on_notice", "Thu sau thông báo"), ("on_result", "Thu khi trả kết quả")];
    let later =
        later.into_iter().filter_map(|(key, label)| Some((label, dong(content["fee"][key].as_u64()?))));
    let other = content::on_behalf_of(content).map(|other| ("Làm cho", other));
    let helper = content::helped_by(content).map(|helper| ("Người giúp điền", helper));
    let lines = [
        ("Trạng thái", named(dossier.status())),
        ("Thủ tục", format!("{} {}", dossier.procedure, dossier.title)),
        ("Người nộp", format!("{}, số định danh {}", dossier.applicant.name, dossier.applicant.id)),
        ("Cơ quan", format!("tỉnh {}, xã {}", dossier.agency.province, dossier.agency.commune)),
        ("Nộp lúc", clock::readable(&dossier.submitted_at)),
        ("Nhận lúc", clock::readable(&dossier.received_at)),
        ("Phí, lệ phí", fee),
    ];
    facts(lines.into_iter().chain(later).chain(other).chain(helper))
}

fn moves(dossier: &Dossier, now: OffsetDateTime) -> Element {
    let next = status::next(dossier.status());
    if next.is_empty() {
        return say("p", "Hồ sơ đã kết thúc, không còn bước nào.");
    }
    let note = el("textarea").attr("name", "note").attr("maxlength", "1000");
    let day = el("input").attr("type", "date").attr("name", "appointment").attr("value", promise(now));
    let day = next
        .contains(&status::RECEIVED)
        .then(|| labelled("appointment", "Ngày hẹn trả (khi tiếp nhận)", day));
    let anew = (dossier.status() == status::OWES).then(|| {
        let day = el("input").attr("type", "date").attr("name", "appointment");
        labelled("appointment", "Ngày hẹn trả mới (khi tính lại thời hạn)", day)
    });
    let until = el("input").attr("type", "date").attr("name", "valid_until");
    let until = next.contains(&status::DONE).then(|| {
        labelled("valid_until", "Kết quả điện tử có giá trị đến hết ngày (bỏ trống: không thời hạn)", until)
    });
    form(format!("/desk/dossiers/{}", dossier.code))
        .child(labelled("note", "Ghi chú cho người nộp", note))
        .children(day)
        .children(anew)
        .children(until)
        .child(
            el("div")
                .class("row")
                .children(next.iter().map(|code| button("status", &code.to_string(), named(*code)))),
        )
}

/// The day a result is promised when nothing else is said: today before 15:00, afterwards the next working day.
fn promise(now: OffsetDateTime) -> String {
    let mut day = now.date();
    if now.hour() >= 15 {
        day += Duration::DAY;
    }
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day += Duration::DAY;
    }
    day.format(format_description!("[year]-[month]-[day]")).unwrap_or_default()
}

fn unpushed(dossier: &Dossier) -> Option<Element> {
    let waiting = dossier.unpushed();
    (waiting > 0).then(|| {
        el("div")
            .class("card")
            .child(say("p", format!("Cổng chưa nhận {waiting} thay đổi trạng thái.")))
            .child(form(format!("/desk/dossiers/{}", dossier.code)).child(quiet_button(
                "push",
                "1",
                "Gửi lại cho cổng",
            )))
    })
}

fn documents(world: &World, dossier: &Dossier) -> Vec<Element> {
    let folder = folder(world, &dossier.code);
    let file = |name: &str, text: &str| {
        say("a", text).attr("href", format!("/desk/dossiers/{}/files/{name}", dossier.code))
    };
    let mut shown = vec![el("p").child(file(papers::CONTENT, "Tải nội dung hồ sơ (dossier.json)"))];
    shown.push(if dossier.is_signed {
        el("p").child(file(papers::SIGNATURE, "Tải chữ ký số (dossier.p7s)"))
    } else {
        say("p", "Hồ sơ không có chữ ký số.")
    });
    shown.extend(dossier.revocation.map(|source| {
        let name = source.file();
        el("p").child(file(name, &format!("Tải câu trả lời về chứng thư bị thu hồi ({name})")))
    }));
    shown.extend(dossier.identity.as_ref().map(|identity| {
        let (sub, acr, at) = (&identity.sub, &identity.acr, clock::readable(&identity.auth_time));
        let whose = if identity.iss.is_empty() { String::new() } else { format!(" tại {}", identity.iss) };
        say("p", format!("Xác nhận bằng định danh điện tử: {sub}, mức {acr}, lúc {at}{whose}."))
    }));
    if let Some(scan) = &dossier.scan {
        shown.push(say("p", format!("Người nộp ký tay trên bản in lúc {}.", clock::readable(&scan.at))));
        shown.push(
            el("p")
                .child(say("span", "Mã đối chiếu phải có trên bản quét: "))
                .child(say("strong", &scan.fingerprint)),
        );
        shown.push(
            el("p").child(file(papers::SCAN, &format!("Tải bản quét chữ ký tay ({})", scan.file.name))),
        );
    }
    shown.extend(cosigners(dossier, file));
    let verdict = |is_good: bool, good: &str, bad: &str| {
        say("td", if is_good { good } else { bad }).class(if is_good { "good" } else { "bad" })
    };
    let findings = papers::check(&folder, dossier);
    let rows = dossier.documents.iter().zip(findings).enumerate().map(|(position, (document, finding))| {
        el("tr")
            .child(el("th").attr("scope", "row").child(file(&papers::document(position), &document.name)))
            .child(say("td", format!("{} byte", document.size)))
            .child(el("td").child(say("code", &document.sha256)))
            .child(verdict(finding.is_whole, "Nguyên vẹn", "Sai mã băm"))
            .child(verdict(finding.is_in_content, "Có trong hồ sơ", "Không có trong hồ sơ"))
    });
    if !dossier.documents.is_empty() {
        shown.push(table("Tệp kèm theo", ["Tệp", "Cỡ", "SHA-256", "Kiểm tra", "Nội dung"], rows));
    }
    let content = fs::read(folder.join(papers::CONTENT)).unwrap_or_default();
    let pretty = serde_json::from_slice::<serde_json::Value>(&content)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| String::from_utf8_lossy(&content).into_owned());
    shown.push(el("details").child(say("summary", "Xem nội dung hồ sơ")).child(
        say("pre", pretty).attr("tabindex", "0").attr("role", "region").attr("aria-label", "Nội dung hồ sơ"),
    ));
    shown
}

/// Who else has agreed, when, and how; the files of who has signed.
fn cosigners(dossier: &Dossier, file: impl Fn(&str, &str) -> Element) -> Option<Element> {
    let rows = dossier.cosigners.iter().enumerate().map(|(position, cosigner)| {
        let (sub, at, how) = match (&cosigner.signature, &cosigner.proof) {
            (Some(signature), _) => {
                let name = papers::cosignature(position);
                let said =
                    signature.revocation.map(|source| papers::cosignature_revocation(position, source));
                let files = [Some(name), said].into_iter().flatten();
                let files = files.map(|name| el("p").child(file(&name, &name)));
                (&*signature.sub, &*signature.at, say("td", "Chữ ký số cá nhân").children(files))
            }
            (None, Some(proof)) => {
                let how = say("td", format!("Định danh điện tử, mức {}", proof.acr));
                (&*proof.sub, &*proof.auth_time, how)
            }
            (None, None) => ("", "", el("td")),
        };
        el("tr")
            .child(say("th", &cosigner.name).attr("scope", "row"))
            .child(say("td", role(&cosigner.role)))
            .child(say("td", sub))
            .child(say("td", clock::readable(at)))
            .child(how)
    });
    let heads = ["Người cùng ký", "Vai trò", "Số định danh", "Lúc", "Cách xác nhận"];
    (!dossier.cosigners.is_empty()).then(|| table("Những người cùng ký", heads, rows))
}

/// What an office calls a role in procedures of its own.
fn role(id: &str) -> &str {
    match id {
        "owner" => "Chủ nhà, chủ đất",
        "neighbour" => "Nhà bên cạnh",
        other => other,
    }
}

fn results(dossier: &Dossier) -> Element {
    if dossier.results.is_empty() {
        return say("p", "Chưa có kết quả điện tử.");
    }
    let rows = dossier.results.iter().map(|issued| {
        el("tr")
            .child(say("th", &issued.title).attr("scope", "row"))
            .child(say("td", &issued.number))
            .child(say("td", &issued.component))
            .child(say("td", issued.valid_until.as_deref().map_or("Không thời hạn".to_owned(), day_first)))
    });
    table("Kết quả đã trả cho cổng", ["Tên", "Số", "Mã thành phần", "Có giá trị đến hết"], rows)
}

fn history(dossier: &Dossier) -> Element {
    let rows = dossier.events.iter().rev().map(|event| {
        el("tr")
            .child(say("td", clock::readable(&event.at)))
            .child(say("td", named(event.status)).class("state"))
            .child(say("td", &event.actor))
            .child(say("td", &event.note))
            .child(say("td", event.appointment.as_deref().map(day_first).unwrap_or_default()))
    });
    table("Các trạng thái, mới nhất trước", ["Lúc", "Trạng thái", "Ai", "Ghi chú", "Hẹn trả"], rows)
}

/// `2026-11-23` as people write it.
pub(super) fn day_first(day: &str) -> String {
    day.rsplit('-').collect::<Vec<_>>().join("/")
}

/// A table that can be scrolled by keyboard on a narrow screen.
pub(super) fn table<const N: usize>(
    caption: &'static str,
    heads: [&str; N],
    rows: impl Iterator<Item = Element>,
) -> Element {
    let heads = heads.into_iter().map(|head| say("th", head).attr("scope", "col"));
    let table = el("table")
        .child(say("caption", caption))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(rows));
    el("div")
        .class("scroll")
        .attr("role", "region")
        .attr("aria-label", caption)
        .attr("tabindex", "0")
        .child(table)
}

/// The move was not made.
pub fn refused(code: &str, why: Refused) -> Page {
    let why = match why {
        Refused::Move => "Không thể chuyển sang trạng thái này từ trạng thái hiện tại.",
        Refused::Note => "Ghi chú dài hơn 1000 ký tự.",
        Refused::Appointment => "Ngày hẹn trả không hợp lệ hoặc đã qua.",
        Refused::Items => "Mỗi khoản cần tên và số tiền lớn hơn 0.",
        Refused::Until => "Hạn nộp không hợp lệ hoặc đã qua.",
        Refused::Notice => "Thông báo này đã được nộp hoặc đã kết thúc.",
        Refused::Receipt => "Khoản này đã có biên lai, biên lai đã hết giá trị, hoặc chưa ghi lý do.",
        Refused::Refund => {
            "Cần căn cứ pháp lý và số tiền lớn hơn 0, không quá số đã nộp; mỗi khoản hoàn một lần."
        }
        Refused::Validity => "Ngày hết giá trị của kết quả không hợp lệ hoặc đã qua.",
    };
    Page::new(Look::Desk, "Chưa chuyển trạng thái")
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .with(say("p", why))
        .with(el("p").child(say("a", "Quay lại hồ sơ").attr("href", format!("/desk/dossiers/{code}"))))
}

/// No such dossier.
pub fn unknown() -> Page {
    Page::new(Look::Desk, "Không có hồ sơ này")
        .status(StatusCode::NOT_FOUND)
        .with(el("p").child(say("a", "Tất cả hồ sơ").attr("href", "/desk")))
}
