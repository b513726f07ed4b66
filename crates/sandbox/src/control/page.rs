//! The control page: the levers of the JSON protocol as plain forms.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    clock,
    fault::{Fault, Part},
    html::{Element, el, say},
    outbox,
    page::{Look, Page, button, dong, facts, form, labelled, quiet_button},
    payment::Cleared,
    problem::Problem,
    world::World,
};

/// `GET`: where everything stands.
pub async fn show(State(world): State<World>) -> Page {
    let (now, offset, faults) = world.look(|ledger, now| (now, ledger.offset_seconds, ledger.faults.clone()));
    let (waiting, suspects) = world.look(|ledger, _| {
        let waiting = ledger.payment.waiting() + ledger.national.waiting() + ledger.bank.waiting();
        (waiting, ledger.payment.suspects())
    });
    let parts = Part::ALL.into_iter().map(|part| fault_field(part, faults.of(part)));
    Page::new(Look::Start, "Điều khiển môi trường thử nghiệm")
        .with(say("h2", "Đồng hồ"))
        .with(facts([
            ("Bây giờ là", clock::for_people(now)),
            ("Lệch so với giờ thực", format!("{offset:+} giây")),
        ]))
        .with(
            form("/control")
                .class("row")
                .child(button("advance", "60", "Thêm 1 phút"))
                .child(button("advance", "300", "Thêm 5 phút"))
                .child(button("advance", "900", "Thêm 15 phút"))
                .child(button("advance", "86400", "Thêm 1 ngày")),
        )
        .with(say("h2", "Sự cố"))
        .with(form("/control").children(parts).child(button("faults", "1", "Đặt sự cố")))
        .with(say("h2", "Thông báo thanh toán"))
        .with(say("p", format!("{waiting} thông báo đang chờ gửi tới cổng.")))
        .with(form("/control").child(button("notify", "1", "Gửi ngay")))
        .with_all(suspects.iter().map(suspect))
        .with(say("h2", "Bắt đầu lại"))
        .with(say(
            "p",
            "Xoá mọi phiên đăng nhập, yêu cầu ký, giao dịch và hồ sơ. Khoá và chứng thư được giữ lại.",
        ))
        .with(form("/control").child(quiet_button("reset", "1", "Xoá dữ liệu thử nghiệm")))
        .with(el("p").child(say("a", "Về trang đầu").attr("href", "/")))
}

/// A suspect payment, with the two ways in which the doubt can end.
fn suspect((reference, amount): &(String, u64)) -> Element {
    let end = |name: &'static str, text: &'static str| {
        quiet_button(name, reference, text).attr("aria-describedby", format!("suspect-{reference}"))
    };
    let about = format!("Giao dịch {reference}, {}: đã trừ tiền nhưng bị nghi ngờ (07).", dong(*amount));
    form("/control")
        .class("row")
        .child(say("p", about).attr("id", format!("suspect-{reference}")))
        .child(end("paid", "Xác nhận đã thanh toán"))
        .child(end("refunded", "Từ chối và hoàn tiền"))
}

fn fault_field(part: Part, now: Fault) -> Element {
    let options = part.faults().iter().map(|fault| {
        say("option", about_fault(*fault)).attr("value", code_of(*fault)).flag("selected", *fault == now)
    });
    let select = el("select").attr("name", part.name()).children(options);
    labelled(part.name(), about_part(part), select)
}

fn code_of(fault: Fault) -> String {
    serde_json::to_value(fault).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn about_part(part: Part) -> &'static str {
    match part {
        Part::Identity => "Định danh điện tử",
        Part::Register => "Nền tảng chia sẻ dữ liệu",
        Part::Population => "Cơ sở dữ liệu dân cư",
        Part::CivilStatus => "Cơ sở dữ liệu hộ tịch",
        Part::Business => "Đăng ký kinh doanh",
        Part::Tax => "Cơ sở dữ liệu thuế",
        Part::HealthInsurance => "Bảo hiểm y tế, giấy chứng sinh",
        Part::Signing => "Dịch vụ ký số",
        Part::Ocsp => "Trả lời về chứng thư bị thu hồi (OCSP)",
        Part::Crl => "Danh sách chứng thư bị thu hồi (CRL)",
        Part::Stamp => "Dịch vụ cấp dấu thời gian",
        Part::SmartCa => "Cổng ký số SmartCA",
        Part::ESign => "Cổng ký số quốc gia eSign",
        Part::Payment => "Cổng thanh toán",
        Part::National => "Nền tảng thanh toán quốc gia",
        Part::Bank => "Ngân hàng",
        Part::Desk => "Bộ phận một cửa",
        Part::Scanner => "Máy quét mã độc",
    }
}

fn about_fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Ok => "Bình thường",
        Fault::Down => "Ngừng hoạt động (503)",
        Fault::Once => "Lỗi 503 một lần",
        Fault::Flaky => "Lỗi 503 chập chờn",
        Fault::LateReceipts => "Biên lai chỉ được lập bằng tay",
        Fault::LostAnswer => "Nhận nhưng mất câu trả lời",
        Fault::WrongIssuer => "Sai nơi phát hành",
        Fault::WrongNonce => "Sai nonce",
        Fault::ExpiredToken => "Mã định danh đã hết hạn",
        Fault::UnsignedToken => "Mã định danh không ký",
        Fault::OtherPerson => "Trả về người khác",
        Fault::Garbage => "Trả về trang web lạ",
        Fault::Silent => "Không bao giờ trả lời",
        Fault::NoDependants => "Không còn ghi con và người được giám hộ",
        Fault::NoEnterprises => "Không còn ghi ai là người đại diện của doanh nghiệp",
        Fault::Dissolved => "Mọi doanh nghiệp đã giải thể",
        Fault::WrongCount => "Thiếu một chữ ký",
        Fault::OddKey => "Khoá ký thuộc loại lạ",
        Fault::OtherSigner => "Ký bằng khoá của người khác",
        Fault::BadSignature => "Chữ ký sai",
        Fault::CallerRefused => "Không nhận tài khoản của cổng (SP_CREDENTIAL_INVALID)",
        Fault::CredentialStatus => "Chứng thư hết hạn hoặc bị thu hồi (CREDENTIAL_STATUS_INVALID)",
        Fault::Quota => "Hết lượt ký (SERVICE_PACK_EXEED_OR_INVALID)",
        Fault::KeyFailed => "Không mở được khoá (4003)",
        Fault::SignFailed => "Không tạo được chữ ký (4004)",
        Fault::WebhookFirst => "Báo về trước khi hỏi được kết quả",
        Fault::WrongAmount => "Thông báo sai số tiền",
        Fault::RefundRefused => "Từ chối hoàn tiền",
        Fault::WrongImprint => "Dấu thời gian cho chữ ký khác",
        Fault::ByHand => "Chỉ hoàn tiền tại quầy",
        Fault::Revoked => "Mọi chứng thư đã bị thu hồi",
        Fault::Unknown => "Không biết chứng thư nào",
        Fault::Stale => "Trả lời đã quá hạn",
        Fault::OtherResponder => "Người không có thẩm quyền trả lời",
    }
}

/// Which lever was pulled.
#[derive(Deserialize)]
pub struct Lever {
    advance: Option<i64>,
    notify: Option<String>,
    paid: Option<String>,
    refunded: Option<String>,
    reset: Option<String>,
    identity: Option<Fault>,
    register: Option<Fault>,
    population: Option<Fault>,
    #[serde(rename = "civil-status")]
    civil_status: Option<Fault>,
    business: Option<Fault>,
    tax: Option<Fault>,
    #[serde(rename = "health-insurance")]
    health_insurance: Option<Fault>,
    signing: Option<Fault>,
    ocsp: Option<Fault>,
    crl: Option<Fault>,
    stamp: Option<Fault>,
    smartca: Option<Fault>,
    esign: Option<Fault>,
    payment: Option<Fault>,
    national: Option<Fault>,
    bank: Option<Fault>,
    desk: Option<Fault>,
    scanner: Option<Fault>,
}

/// `POST`: pulls it, and shows the page again.
pub async fn act(State(world): State<World>, Form(lever): Form<Lever>) -> Response {
    match pull(&world, lever).await {
        Ok(()) => Redirect::to("/control").into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn pull(world: &World, lever: Lever) -> Result<(), Problem> {
    if let Some(seconds) = lever.advance {
        super::advance(world, seconds).await?;
    }
    if lever.notify.is_some() {
        outbox::send_all(world).await;
    }
    for (reference, cleared) in [(lever.paid, Cleared::Paid), (lever.refunded, Cleared::Refunded)] {
        if let Some(reference) = reference {
            super::clear(world, &reference, cleared)?;
        }
    }
    if lever.reset.is_some() {
        super::start_over(world).await?;
    }
    let chosen = [
        lever.identity,
        lever.register,
        lever.population,
        lever.civil_status,
        lever.business,
        lever.tax,
        lever.health_insurance,
        lever.signing,
        lever.ocsp,
        lever.crl,
        lever.stamp,
        lever.smartca,
        lever.esign,
        lever.payment,
        lever.national,
        lever.bank,
        lever.desk,
        lever.scanner,
    ];
    let wanted: Vec<_> = Part::ALL
        .into_iter()
        .zip(chosen)
        .filter_map(|(part, fault)| {
            fault.filter(|fault| part.faults().contains(fault)).map(|fault| (part, fault))
        })
        .collect();
    if !wanted.is_empty() {
        world.change(|ledger, _| {
            for (part, fault) in wanted {
                ledger.faults.set(part, fault);
            }
        })?;
    }
    Ok(())
}
