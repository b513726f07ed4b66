//! The payer's banking app as pages: scanning (pasting what the code holds), and what an honest app shows before money leaves. What a choice does is in
//! `pay`.

use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::code::{self, Scanned};
use crate::{
    fault::Part,
    html::{el, say},
    page::{Look, Page, button, dong, facts, form, hidden, labelled, quiet_button},
    world::World,
};

/// `GET`: the scanner.
pub async fn scan() -> Page {
    let text = el("textarea").attr("name", "code").attr("rows", "4").flag("required", true);
    Page::new(Look::Bank, "Quét mã để chuyển tiền")
        .with(say("p", "Dán nội dung của mã VietQR vào đây, như máy ảnh của điện thoại đọc được."))
        .with(form("/bank/scanned").child(labelled("code", "Nội dung mã", text)).child(button(
            "scan",
            "1",
            "Đọc mã",
        )))
}

#[derive(Deserialize)]
pub struct Code {
    code: String,
}

/// `POST`: what the code asks for.
pub async fn scanned(State(world): State<World>, Form(sent): Form<Code>) -> Response {
    if world.answers(Part::Bank).is_err() {
        return error("Ngân hàng đang bảo trì", StatusCode::SERVICE_UNAVAILABLE).into_response();
    }
    match code::read(&sent.code) {
        Ok(scanned) => confirm(&world, &sent.code, &scanned).into_response(),
        Err(message) => error(message, StatusCode::BAD_REQUEST).into_response(),
    }
}

fn confirm(world: &World, text: &str, scanned: &Scanned) -> Page {
    let start = || form("/bank/pay").child(hidden("code", text.trim()));
    let way = |value: &'static str, text: &'static str| start().child(quiet_button("choice", value, text));
    Page::new(Look::Bank, "Xác nhận chuyển tiền")
        .with(say("p", scanned.amount.map_or("Bạn nhập số tiền".to_owned(), dong)).class("amount"))
        .with(facts([
            ("Tới ngân hàng", scanned.bin.clone()),
            ("Tới tài khoản", scanned.account.clone()),
            ("Tên người nhận", owner(world, scanned)),
            ("Nội dung", scanned.purpose.clone()),
        ]))
        .with(el("div").class("choices").child(start().child(button("choice", "pay", "Chuyển tiền"))))
        .with(say("h2", "Tình huống thử nghiệm"))
        .with(
            el("div")
                .class("choices")
                .child(way("other", "Chuyển thừa 2.000 đồng"))
                .child(way("twice", "Chuyển hai lần"))
                .child(way("written", "Ngân hàng viết lại nội dung"))
                .child(way("mangled", "Nội dung bị sai một ký tự"))
                .child(way("late", "Báo có đến muộn"))
                .child(way("silent", "Không báo có")),
        )
}

/// Whom the account belongs to, as the bank's look-up says.
pub fn owner(world: &World, scanned: &Scanned) -> String {
    let account = world.config().clients.bank.as_ref();
    let own = account.filter(|account| account.bin == scanned.bin && account.account == scanned.account);
    own.map_or("Không tra được".to_owned(), |account| account.name.clone())
}

/// The money is gone.
pub fn paid(amount: u64, scanned: &Scanned) -> Page {
    Page::new(Look::Bank, "Đã chuyển tiền").with(facts([
        ("Số tiền", dong(amount)),
        ("Tới tài khoản", scanned.account.clone()),
        ("Nội dung", scanned.purpose.clone()),
    ]))
}

/// An error page.
pub fn error(title: &str, status: StatusCode) -> Page {
    Page::new(Look::Bank, title).status(status).with(say("p", "Không có khoản tiền nào được chuyển."))
}
