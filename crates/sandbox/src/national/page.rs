//! The platform's pages: what is paid to whom, the banks and wallets, and every way it can go. What a way does is in `choose`.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{Order, confirm};
use crate::{
    clock,
    fault::Part,
    html::{Element, el, say},
    page::{Look, Page, button, dong, facts, form, hidden, quiet_button},
    world::World,
};

/// Where the money may come from: code and name. None of them exists.
pub const BANKS: [(&str, &str); 3] =
    [("NHTN", "Ngân hàng Thử Nghiệm"), ("NHMAU", "Ngân hàng Mẫu"), ("VIMAU", "Ví điện tử Mẫu")];

/// `GET`: the page of an order.
pub async fn show(State(world): State<World>, Path(token): Path<String>) -> Response {
    if world.answers(Part::National).is_err() {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return error("Nền tảng thanh toán đang bảo trì", status).into_response();
    }
    let found = world.change(|ledger, now| {
        let reference = ledger.national.by_token(&token)?.reference.clone();
        ledger.national.expire(&reference, now);
        ledger.national.orders.get(&reference).cloned()
    });
    match found {
        Ok(Some(order)) if order.outcome.is_some() => ended(&world, &order).into_response(),
        Ok(Some(order)) => open(&world, &order).into_response(),
        Ok(None) => unknown().into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// An order that waits for the payer.
pub fn open(world: &World, order: &Order) -> Page {
    let ending = clock::for_people(clock::at(order.expires_at));
    let items = order.items.iter().map(|(name, amount)| (name.as_str(), dong(*amount)));
    let banks = BANKS.iter().enumerate().map(|(place, (code, name))| {
        let input = el("input").attr("type", "radio").attr("name", "bank").attr("value", *code);
        el("label").child(input.flag("checked", place == 0)).text(format!(" {name}"))
    });
    let choices = || el("div").class("choices");
    let form = form("/national/choose")
        .child(hidden("order", &order.token))
        .child(el("fieldset").child(say("legend", "Trả bằng")).children(banks))
        .child(choices().child(button("choice", "pay", "Thanh toán")).child(quiet_button(
            "choice",
            "cancel",
            "Hủy giao dịch",
        )))
        .child(say("h2", "Tình huống thử nghiệm"))
        .child(
            choices()
                .child(quiet_button("choice", "close", "Thanh toán rồi đóng trang, không quay về"))
                .child(quiet_button("choice", "late", "Thanh toán, thông báo cho cổng đến muộn"))
                .child(quiet_button("choice", "silent", "Thanh toán, không thông báo cho cổng"))
                .child(quiet_button("choice", "twice", "Thanh toán, thông báo gửi hai lần"))
                .child(quiet_button("choice", "other", "Thanh toán thừa 2.000 đồng"))
                .child(quiet_button("choice", "bank", "Ngân hàng chưa trả lời, chưa rõ kết quả (3)")),
        );
    Page::new(Look::National, "Thanh toán phí, lệ phí")
        .may_lead_to(&world.config().ways_back())
        .with(say("p", dong(order.amount)).class("amount"))
        .with(facts(items))
        .with(facts([
            ("Đơn vị thu", order.unit.clone()),
            ("Người nộp", order.payer[0].clone()),
            ("Mã tham chiếu", order.reference.clone()),
            ("Hạn thanh toán", ending),
        ]))
        .with(form)
}

/// An order that is over, with the way back.
pub fn ended(world: &World, order: &Order) -> Page {
    let about = if order.status() == "1" { "Đã thanh toán" } else { "Không thành công" };
    let answers = order.answers.iter().map(|answer| say("li", answer));
    Page::new(Look::National, "Giao dịch đã kết thúc")
        .with(facts([
            ("Kết quả", about.to_owned()),
            ("Số tiền", dong(order.amount())),
            ("Mã tham chiếu", order.reference.clone()),
        ]))
        .with(el("p").children(confirm::return_url(world, order).map(back)))
        .with(say("h2", "Cổng đã trả lời thông báo"))
        .with(el("ul").children(answers))
        .with(say("p", format!("Đang chờ gửi: {}.", order.queue.len())))
}

/// The payer has closed the page: nothing leads back.
pub fn closed() -> Page {
    Page::new(Look::National, "Bạn đã đóng trang thanh toán").with(say(
        "p",
        "Tiền đã được trừ, nhưng trình duyệt không quay về cổng. Hãy tự mở lại cổng dịch vụ công để xem hồ sơ.",
    ))
}

fn back(url: String) -> Element {
    say("a", "Quay về cổng dịch vụ công").class("btn").attr("href", url)
}

/// No order has this name.
pub fn unknown() -> Page {
    error("Không có giao dịch này", StatusCode::NOT_FOUND)
}

fn error(title: &str, status: StatusCode) -> Page {
    Page::new(Look::National, title).status(status).with(say("p", "Không có khoản tiền nào bị trừ."))
}
