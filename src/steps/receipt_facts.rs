//! The body of the receipt: the facts, the fee, and every file with its size and digest.

use dossier::{
    Receipt,
    receipt::{Agreement, IdentityProof, PaymentMade, Scan},
};
use leptos::prelude::*;

use crate::{
    form::present,
    i18n::{t, tp, use_locale},
    route::Route,
    ui::{CollectAny, SummaryList, SummaryRow, Table, live},
};

/// Fee, payment, signer and how much nobody had to type.
pub fn facts(receipt: &Receipt) -> AnyView {
    let say = use_locale();
    let (given, known) = (receipt.facts.given, receipt.facts.known);
    let share = live(move || {
        let (given, known) =
            (say.count("form.rail.given", given.into()), say.count("form.rail.known", known.into()));
        [given, known].join(" ")
    });
    let fee = fee(receipt);
    let (payment, signer) = (receipt.payment.clone(), receipt.signer.clone());
    let (identity, scan) = (receipt.identity.clone(), receipt.scan.clone());
    let (fingerprint, handle) = (receipt.content.fingerprint.clone(), receipt.handle.clone());
    let others = receipt
        .others
        .iter()
        .map(|one| agreed(tp("step.receipt.other", vec![("name", one.name.clone())]), one));
    let others = others.collect_any();
    view! {
        <SummaryList>
            {fee}
            {payment.map(paid)}
            {signer.map(|signer| view! { <SummaryRow label=t("step.receipt.signer")>{signer}</SummaryRow> })}
            {identity.map(|proof| confirmed(t("step.receipt.identity"), proof))}
            {scan.map(by_hand)}
            {others}
            <SummaryRow label=t("step.receipt.fingerprint")><code>{fingerprint}</code></SummaryRow>
            <SummaryRow label=t("step.receipt.handle")><code>{handle}</code></SummaryRow>
        </SummaryList>
        <p class="cd-receipt-facts__share">{share}</p>
    }
    .into_any()
}

/// That one of the others has agreed, and how.
fn agreed(label: Signal<String>, one: &Agreement) -> AnyView {
    let say = use_locale();
    match (&one.signature, &one.proof) {
        (Some(signature), _) => {
            let at = signature.at.clone();
            let text = live(move || say.fill("step.receipt.signed", &[("time", &say.date_time(&at))]));
            view! { <SummaryRow label=label>{text}</SummaryRow> }.into_any()
        }
        (None, Some(proof)) => confirmed(label, proof.clone()),
        (None, None) => ().into_any(),
    }
}

/// That somebody stood by the dossier by proving who they are.
fn confirmed(label: Signal<String>, proof: IdentityProof) -> AnyView {
    let say = use_locale();
    let text = live(move || {
        let pairs = [("level", &*proof.acr), ("time", &*say.date_time(&proof.auth_time))];
        say.fill("step.receipt.identity.made", &pairs)
    });
    view! { <SummaryRow label=label>{text}</SummaryRow> }.into_any()
}

/// That the citizen signed a print by hand.
fn by_hand(scan: Scan) -> AnyView {
    let say = use_locale();
    let text = live(move || {
        let time = say.date_time(&scan.at);
        say.fill("step.receipt.scan.made", &[("name", &scan.name), ("time", &time)])
    });
    view! { <SummaryRow label=t("step.receipt.scan")>{text}</SummaryRow> }.into_any()
}

fn paid(made: PaymentMade) -> AnyView {
    let say = use_locale();
    let href = Route::Payment(made.order.clone()).href();
    let text = live(move || {
        let (amount, time) = (say.money(made.amount), say.date_time(&made.at));
        let pairs = [
            ("amount", &*amount),
            ("time", &*time),
            ("transaction", &*made.transaction),
            ("order", &*made.order),
        ];
        say.fill("step.receipt.payment.made", &pairs)
    });
    view! {
        <SummaryRow label=t("step.receipt.payment")>
            <p>{text}</p>
            <p><a href=href>{t("step.receipt.payment.receipt")}</a></p>
        </SummaryRow>
    }
    .into_any()
}

/// What it cost; a waived fee with its legal basis.
fn fee(receipt: &Receipt) -> AnyView {
    let say = use_locale();
    let (gross, net, basis) = (receipt.fee.gross, receipt.fee.net, receipt.fee.basis.join("; "));
    let (notice, result) = (receipt.fee.on_notice, receipt.fee.on_result);
    let later = (notice + result > 0).then(|| live(move || say.paid_when([0, notice, result])));
    let text = live(move || {
        let amount = say.money(if net == 0 { gross } else { net });
        let key = match (gross, net) {
            (0, _) if notice + result > 0 => return String::new(),
            (0, _) => "step.fee.none",
            (_, 0) => "step.fee.waived.body",
            _ => "step.receipt.fee.paid",
        };
        say.fill(key, &[("amount", &amount), ("basis", &basis)])
    });
    view! { <SummaryRow label=t("step.fee")>{text} " " {later}</SummaryRow> }.into_any()
}

/// The main file and every document.
pub fn files(receipt: &Receipt) -> AnyView {
    let main = file("dossier.json", receipt.content.size, &receipt.content.sha256);
    let documents = receipt.documents.iter().map(|one| file(&one.name, one.size, &one.sha256));
    let scan = receipt.scan.iter().map(|one| file(&one.name, one.size, &one.sha256));
    let rest = documents.chain(scan).collect_any();
    let columns =
        ["step.receipt.file.name", "step.receipt.file.size", "step.receipt.file.digest"].map(t).into();
    view! { <Table caption=t("step.receipt.files") columns=columns>{main} {rest}</Table> }.into_any()
}

fn file(name: &str, size: u64, digest: &str) -> AnyView {
    let say = use_locale();
    view! {
        <tr>
            <th scope="row">{name.to_owned()}</th>
            <td>{live(move || present::size(say, size))}</td>
            <td class="cd-receipt-facts__digest"><code>{digest.to_owned()}</code></td>
        </tr>
    }
    .into_any()
}
