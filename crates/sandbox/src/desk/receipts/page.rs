//! The part of the officer's page about receipts: what was issued for which payment, and the forms that issue, cancel and replace.

use super::{Known, Receipt};
use crate::{
    desk::{Dossier, page::table},
    html::{Element, el, say},
    page::{button, dong, form, labelled, quiet_button},
};

/// Everything about receipts of a dossier.
pub fn section(dossier: &Dossier) -> Vec<Element> {
    let payments = dossier.payments();
    if payments.is_empty() {
        return vec![say("p", "Chưa có khoản nào được nộp.")];
    }
    let mut shown = Vec::new();
    if !dossier.receipts.is_empty() {
        let rows = dossier.receipts.iter().map(row);
        let heads = ["Số", "Mã tra cứu", "Giao dịch", "Tình trạng"];
        shown.push(table("Các biên lai đã lập", heads, rows));
    }
    let missing = payments.iter().filter(|payment| !dossier.has_receipt(&payment.transaction));
    shown.extend(missing.map(|payment| issuing(dossier, payment)));
    let good = dossier.receipts.iter().filter(|one| one.over.is_none());
    shown.extend(good.map(|one| ending(dossier, one)));
    shown
}

fn row(one: &Receipt) -> Element {
    let (class, standing) = match &one.over {
        None => ("good", "Có giá trị".to_owned()),
        Some(over) if over.how == "replaced" => ("bad", format!("Đã thay thế: {}", over.reason)),
        Some(over) => ("bad", format!("Đã hủy: {}", over.reason)),
    };
    el("tr")
        .child(say("th", &one.number).attr("scope", "row"))
        .child(el("td").child(say("code", &one.code)))
        .child(say("td", &one.transaction))
        .child(say("td", standing).class(class))
}

fn address(dossier: &Dossier) -> String {
    format!("/desk/dossiers/{}/receipts", dossier.code)
}

fn issuing(dossier: &Dossier, payment: &Known) -> Element {
    let about = format!("{}, giao dịch {}: chưa có biên lai.", dong(payment.amount), payment.transaction);
    let issue = form(address(dossier)).child(button("issue", &payment.transaction, "Lập biên lai"));
    el("div").class("card").child(say("p", about)).child(issue)
}

fn ending(dossier: &Dossier, one: &Receipt) -> Element {
    let reason = el("input").attr("name", "reason").attr("maxlength", "200").flag("required", true);
    el("div").class("card").child(say("p", format!("Biên lai số {}", one.number))).child(
        form(address(dossier)).child(labelled(&format!("reason-{}", one.number), "Lý do", reason)).child(
            el("div")
                .class("row")
                .child(quiet_button("cancel", &one.id, "Hủy biên lai"))
                .child(quiet_button("replace", &one.id, "Lập biên lai thay thế")),
        ),
    )
}
