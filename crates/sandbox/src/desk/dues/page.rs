//! The part of the officer's page about fees: what was asked for, how it stands, and the form that asks.

use super::{Dossier, FROM_PAYMENT, Notice, Standing};
use crate::{
    clock,
    desk::page::{day_first, table},
    html::{Element, el, say},
    page::{button, dong, form, hidden, labelled, quiet_button},
};

/// Everything about fees of a dossier.
pub fn section(dossier: &Dossier) -> Vec<Element> {
    let mut shown = Vec::new();
    if dossier.notices().next().is_some() {
        let rows = dossier.notices().map(|notice| row(dossier, notice));
        let heads = ["Thông báo", "Khoản", "Cộng", "Hạn nộp", "Thời hạn giải quyết", "Tình trạng"];
        shown.push(table("Các thông báo nộp phí, lệ phí", heads, rows));
    } else {
        shown.push(say("p", "Chưa yêu cầu nộp khoản nào sau khi tiếp nhận."));
    }
    let asked = dossier.notices().filter(|notice| matches!(dossier.standing(notice), Standing::Asked));
    shown.extend(asked.map(|notice| ending(dossier, notice)));
    shown.extend(dossier.may_ask().then(|| asking(dossier)));
    shown
}

fn row(dossier: &Dossier, notice: &Notice) -> Element {
    let items: Vec<String> =
        notice.items.iter().map(|item| format!("{}: {}", item.name, dong(item.amount))).collect();
    let rule = if notice.clock == FROM_PAYMENT { "Tính từ ngày nộp đủ" } else { "Vẫn tính" };
    let (class, standing) = match dossier.standing(notice) {
        Standing::Paid(paid) => {
            let at = clock::readable(&paid.paid_at);
            (
                "good",
                format!("Đã nộp trực tuyến {}, giao dịch {}, lúc {at}", dong(paid.amount), paid.transaction),
            )
        }
        Standing::Asked if notice.on_result => ("state", "Thu khi trả kết quả".to_owned()),
        Standing::Asked => ("state", "Chờ nộp".to_owned()),
        Standing::Withdrawn => ("bad", "Đã hủy thông báo".to_owned()),
        Standing::Collected => ("good", "Đã thu tại quầy".to_owned()),
        Standing::Replaced => ("bad", "Đã thay bằng thông báo khác".to_owned()),
        Standing::Stopped => ("bad", "Hồ sơ đã dừng".to_owned()),
    };
    el("tr")
        .child(say("th", &notice.id).attr("scope", "row"))
        .child(say("td", items.join("; ")))
        .child(say("td", dong(notice.total)))
        .child(say("td", notice.until.as_deref().map(day_first).unwrap_or_default()))
        .child(say("td", rule))
        .child(say("td", standing).class(class))
}

fn ending(dossier: &Dossier, notice: &Notice) -> Element {
    el("div").class("card").child(say("p", format!("Thông báo {}", notice.id))).child(
        form(format!("/desk/dossiers/{}/dues", dossier.code)).child(hidden("over", &notice.id)).child(
            el("div")
                .class("row")
                .child(quiet_button("how", "collected", "Đã thu tại quầy"))
                .child(quiet_button("how", "withdrawn", "Hủy thông báo này")),
        ),
    )
}

fn asking(dossier: &Dossier) -> Element {
    let text = |name: &str, label: &str| {
        labelled(name, label, el("input").attr("name", name).attr("maxlength", "200"))
    };
    let amount = |name: &str, label: &str| {
        labelled(
            name,
            label,
            el("input").attr("name", name).attr("inputmode", "numeric").attr("maxlength", "15"),
        )
    };
    let option = |value: &str, label: &str| say("option", label).attr("value", value);
    let clock = el("select")
        .attr("name", "clock")
        .child(option(FROM_PAYMENT, "Thời hạn giải quyết tính từ ngày nộp đủ"))
        .child(option("runs", "Thời hạn giải quyết vẫn tính"));
    let way = el("select")
        .attr("name", "way")
        .child(option("online", "Nộp ngay, nộp trực tuyến được"))
        .child(option("counter", "Nộp ngay, tại quầy"))
        .child(option("result", "Thu khi trả kết quả"))
        .child(option("result-online", "Thu khi trả kết quả, nộp trước trực tuyến được"));
    let asked = dossier.notices().filter(|notice| matches!(dossier.standing(notice), Standing::Asked));
    let replaces = el("select")
        .attr("name", "replaces")
        .child(option("", "Không thay thông báo nào"))
        .children(asked.map(|notice| option(&notice.id, &notice.id)));
    form(format!("/desk/dossiers/{}/dues", dossier.code))
        .child(text("item_1", "Khoản thứ nhất"))
        .child(amount("amount_1", "Số tiền (đồng)"))
        .child(text("item_2", "Khoản thứ hai (nếu có)"))
        .child(amount("amount_2", "Số tiền của khoản thứ hai (đồng)"))
        .child(text("basis", "Căn cứ pháp lý"))
        .child(labelled("until", "Nộp đến hết ngày", el("input").attr("type", "date").attr("name", "until")))
        .child(labelled("clock", "Thời hạn giải quyết hồ sơ", clock))
        .child(labelled("way", "Cách nộp", way))
        .child(labelled("replaces", "Thay thông báo", replaces))
        .child(button("ask", "1", "Gửi thông báo nộp phí"))
}
