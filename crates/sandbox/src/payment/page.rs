//! The gateway's pages: what is to be paid, and every way it can go. What a way does is in `choose`.

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{Order, intake::Defect, notice};
use crate::{
    clock,
    fault::Part,
    html::{Element, el, say},
    outbox,
    page::{Look, Page, button, dong, facts, form, hidden, labelled, quiet_button},
    params::Params,
    world::World,
};

/// The codes that a payment can fail with, besides being cancelled.
pub const FAILURES: [(&str, &str); 10] = [
    ("09", "Thẻ hoặc tài khoản chưa đăng ký ngân hàng trực tuyến"),
    ("10", "Xác thực sai quá 3 lần"),
    ("11", "Hết hạn chờ thanh toán"),
    ("12", "Thẻ hoặc tài khoản bị khoá"),
    ("13", "Sai mã OTP"),
    ("51", "Không đủ số dư"),
    ("65", "Vượt hạn mức trong ngày"),
    ("75", "Ngân hàng đang bảo trì"),
    ("79", "Sai mật khẩu thanh toán quá số lần"),
    ("99", "Lỗi khác"),
];

/// `GET`: the pay page.
pub async fn show(State(world): State<World>, RawQuery(query): RawQuery) -> Response {
    if world.answers(Part::Payment).is_err() {
        return error("Cổng thanh toán đang bảo trì", "75", StatusCode::SERVICE_UNAVAILABLE).into_response();
    }
    let params = Params::read(&query.unwrap_or_default());
    let taken = world.change(|ledger, now| {
        let key = ledger.payment.take(&params, world.config(), now)?;
        ledger.payment.orders.get(&key).cloned().ok_or(Defect::Malformed)
    });
    let order = match taken {
        Ok(Ok(order)) => order,
        Ok(Err(defect)) => return refused(defect).into_response(),
        Err(problem) => return problem.into_response(),
    };
    outbox::send_due(&world).await;
    if order.outcome.is_some() {
        ended(&world, &order).into_response()
    } else {
        open(&world, &order).into_response()
    }
}

/// An order that waits for the payer.
pub fn open(world: &World, order: &Order) -> Page {
    let ending = order.expires_at.map_or("không có".to_owned(), |end| clock::for_people(clock::at(end)));
    let start = || form("/vnpay/paymentv2/choose").child(hidden("order", &order.token));
    let way = |value: &'static str, text: &'static str| start().child(quiet_button("choice", value, text));
    let codes =
        FAILURES.iter().map(|(code, about)| say("option", format!("{code} – {about}")).attr("value", *code));
    let failing = start()
        .child(labelled("code", "Mã lỗi", el("select").attr("name", "code").children(codes)))
        .child(quiet_button("choice", "fail", "Thanh toán thất bại với mã này"));
    Page::new(Look::Payment, "Xác nhận thanh toán")
        .may_lead_to(&world.config().ways_back())
        .with(say("p", dong(order.amount / 100)).class("amount"))
        .with(facts([
            ("Nội dung", order.info.clone()),
            ("Mã tham chiếu", order.reference.clone()),
            ("Đơn vị nhận", world.config().clients.payment.tmn_code.clone()),
            ("Hạn thanh toán", ending),
        ]))
        .with(
            el("div")
                .class("choices")
                .child(start().child(button("choice", "pay", "Thanh toán")))
                .child(way("cancel", "Hủy giao dịch")),
        )
        .with(say("h2", "Tình huống thử nghiệm"))
        .with(
            el("div")
                .class("choices")
                .child(way("close", "Thanh toán rồi đóng trang, không quay về"))
                .child(way("late", "Thanh toán, thông báo cho cổng đến muộn"))
                .child(way("twice", "Thanh toán, thông báo gửi hai lần"))
                .child(way("other", "Thanh toán thừa 2.000 đồng"))
                .child(way("bank", "Chuyển sang ngân hàng, chưa có kết quả"))
                .child(way("suspect", "Đã trừ tiền nhưng bị nghi ngờ (07)"))
                .child(failing),
        )
}

/// An order that is over, with the way back.
pub fn ended(world: &World, order: &Order) -> Page {
    let code = order.outcome.as_ref().map_or("", |outcome| outcome.response_code.as_str());
    let about = match code {
        "00" => "Giao dịch thành công",
        "07" => "Đã trừ tiền, giao dịch bị nghi ngờ",
        "24" => "Bạn đã huỷ giao dịch",
        other => {
            FAILURES.iter().find(|(failure, _)| *failure == other).map_or("Lỗi khác", |(_, about)| about)
        }
    };
    Page::new(Look::Payment, "Giao dịch đã kết thúc")
        .with(facts([
            ("Kết quả", format!("{code} – {about}")),
            ("Số tiền", dong(order.amount() / 100)),
            ("Mã tham chiếu", order.reference.clone()),
        ]))
        .with(el("p").children(notice::return_url(world, order).map(back)))
        .with(say("h2", "Thông báo đã gửi cho cổng"))
        .with(
            el("ul").children(order.sent.iter().map(|sent| {
                say("li", format!("{}: {}", clock::for_people(clock::at(sent.at)), sent.answer))
            })),
        )
        .with(say("p", format!("Đang chờ gửi: {}.", order.queue.len())))
}

/// The payer has closed the page: nothing leads back.
pub fn closed() -> Page {
    Page::new(Look::Payment, "Bạn đã đóng trang thanh toán").with(say(
        "p",
        "Tiền đã được trừ, nhưng trình duyệt không quay về cổng. Hãy tự mở lại cổng dịch vụ công để xem hồ sơ.",
    ))
}

fn back(url: String) -> Element {
    say("a", "Quay về cổng dịch vụ công").class("btn").attr("href", url)
}

fn refused(defect: Defect) -> Page {
    let title = match defect {
        Defect::Repeated => "Mã tham chiếu đã được dùng",
        Defect::Malformed => "Dữ liệu thanh toán sai định dạng",
        Defect::Signature => "Sai chữ ký",
        Defect::Address => "Địa chỉ quay về chưa được phê duyệt",
        Defect::Merchant => "Không tìm thấy đơn vị nhận tiền",
    };
    error(title, defect.code(), StatusCode::BAD_REQUEST)
}

/// An error page with its code.
pub fn error(title: &str, code: &str, status: StatusCode) -> Page {
    Page::new(Look::Payment, title)
        .status(status)
        .with(say("p", format!("Mã lỗi {code}. Không có khoản tiền nào bị trừ.")))
}
