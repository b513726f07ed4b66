//! Signing by hand where the procedure takes that: a print of exactly what is fixed, with its code on every sheet, and the scan of it. How
//! the scan travels is the counter's business; it is asked for as any paper is, by a form of one question.

use std::sync::Arc;

use contract::{DossierView, Scanned, SignOnPaper, scan_field, scan_slot};
use dossier::{Command, canonical};
use eform::{Answers, CivilDate, Facts, Form, Instance, InsteadWay, Schema};
use leptos::prelude::*;
use serde_json::{Value, json};
use vietqr::picture;

use super::{
    answers::answers,
    command::{allows, key},
    confirm::{cited, signature, steps},
    fee::fee_lines,
    open::{OpenDossier, Opened},
    press::Press,
    questions::may_leave,
    wysiwys::Proof,
};
use crate::{
    browser::{focus, page},
    form::{
        FormStore, Texts,
        files::{answers as files, use_files},
        handle::control_id,
        page_fields,
    },
    i18n::{Locale, t, tp, use_locale},
    ui::{Button, Look, Panel, Shown, live, qr},
};

/// The only page of the question about the scan.
const PAGE: &str = "scan";

/// The panel of this way; nothing where the dossier does not allow it now. `is_begun` is set once a scan is here, or on its way.
pub fn way(open: OpenDossier, opened: &Opened, proof: &Proof, is_begun: RwSignal<bool>) -> Option<AnyView> {
    if !opened.view.with_untracked(|view| allows(view, Command::SignOnPaper)) {
        return None;
    }
    let basis = signature(opened, |asked| asked.instead(InsteadWay::Paper).map(|one| one.basis.clone()));
    let print = Callback::new(|()| page::print());
    let handing = handing(open, opened, proof, is_begun);
    let panel = view! {
        <Panel title=t("step.without.paper")>
            {steps(["step.paper.1", "step.paper.2", "step.paper.3"])}
            {basis.map(cited)}
            <div class="cd-actions"><Button label=t("step.paper.print") on_press=print look=Look::Quiet/></div>
            {handing}
        </Panel>
    };
    Some(panel.into_any())
}

/// The question about the scan, and the press by which it counts.
fn handing(open: OpenDossier, opened: &Opened, proof: &Proof, is_begun: RwSignal<bool>) -> AnyView {
    let say = use_locale();
    let view = opened.view;
    let (field, sha256) = (scan_field(proof.snapshot), canonical::hex(&proof.digest));
    let papers = use_files();
    if let Some(counter) = papers.filter(|_| open.scan_form(&field).is_none()) {
        // What was handed in before, on another device for instance.
        counter.catch_up();
    }
    let asked = {
        let field = field.clone();
        live(move || {
            let held = open.scan_form(&field).map(|store| files(store, &field)).unwrap_or_default();
            let store = open.asks_for_scan(&field, || question(say, &field, held))?;
            Some(page_fields(store, PAGE))
        })
    };
    let is_here = RwSignal::new(false);
    Effect::new({
        let field = field.clone();
        move |_| {
            // In another language it is another form.
            _ = say.tag();
            let held = open.scan_form(&field).map(|store| store.state(&field).raw);
            let (has_scan, items) = (
                matches!(held, Some(Value::Array(files)) if !files.is_empty()),
                papers.map(|counter| counter.items(&field)).unwrap_or_default(),
            );
            is_here.set(has_scan);
            // It stays open for whoever takes the scan away to send another.
            if has_scan || !items.is_empty() {
                is_begun.set(true);
            }
        }
    });
    let press = Press::new({
        let field = field.clone();
        move || {
            let held = open.scan_form(&field).map(|store| files(store, &field)).unwrap_or_default();
            let file = held.first().and_then(|file| file.get("id")).and_then(Value::as_str);
            let wish = Scanned { sha256: sha256.clone(), file: file.unwrap_or_default().to_owned() };
            let key = view.with_untracked(|view| key(view, "scan", view.state.version));
            Box::pin(async move { open.order::<SignOnPaper>(&wish, key).await })
        }
    });
    let on_press = Callback::new(move |()| {
        let Some(store) = open.scan_form(&field) else { return };
        if may_leave(store, papers, &[PAGE.to_owned()], false) {
            press.now();
        } else {
            focus::soon_to(control_id(&field));
        }
    });
    let is_busy = Signal::derive(move || press.is_busy());
    let left = view! { <Shown when=is_here><p><strong>{t("step.paper.left")}</strong></p></Shown> };
    view! {
        {asked}
        {left}
        <p>{tp("step.paper.sure", vec![("mark", proof.fingerprint.clone())])}</p>
        {press.trouble()}
        <div class="cd-actions"><Button label=t("step.paper.send") on_press=on_press busy=is_busy/></div>
    }
    .into_any()
}

/// Whether a scan of what is fixed was sent already, as far as this page has asked.
pub fn has_scan(open: OpenDossier, view: &DossierView) -> bool {
    let field = view.state.snapshot.as_ref().map(|snapshot| scan_field(snapshot.number));
    field.is_some_and(|field| open.scan_form(&field).is_some_and(|store| !files(store, &field).is_empty()))
}

/// The form that asks for the scan, with what it holds already.
fn question(say: Locale, field: &str, held: Vec<Value>) -> Option<FormStore> {
    let answers = Answers::from_iter([(field.to_owned(), Value::Array(held))]);
    // Nothing in it depends on the day.
    let instance = Instance::new(form(field)?, answers, Facts::default(), CivilDate::parse("2026-01-01")?);
    let label = [(["field.", field, ".label"].concat(), say.text("step.paper.field"))];
    let texts = Value::Object(label.map(|(key, text)| (key, text.into())).into_iter().collect());
    Some(FormStore::new(instance, Texts::from_json(&texts.to_string())))
}

/// Every form names a competent office; nobody is asked for this one's.
fn form(field: &str) -> Option<Arc<Form>> {
    let slot = scan_slot();
    let schema = json!({
        "format": eform::FORMAT, "code": PAGE, "version": "1", "level": "commune", "sector": PAGE,
        "languages": ["vi"], "service": {}, "sign": "none", "fees": [],
        "agency": { "field": "office" },
        "pages": [{ "id": PAGE, "step": "documents", "fields": [{
            "id": field, "kind": "file", "component": PAGE,
            "accept": slot.accept, "max_files": slot.max_files, "max_bytes": slot.max_bytes,
        }] }, { "id": "office", "step": "form", "fields": [{ "id": "office", "kind": "agency", "required": false }] }],
    });
    let schema = Schema::from_json(&schema.to_string()).ok()?;
    Some(Arc::new(eform::compile(&schema).ok()?))
}

/// What comes out of the printer, and is on no screen: the dossier as it is fixed, its code on every sheet, and the place to sign.
pub fn sheet(open: OpenDossier, opened: &Opened, proof: &Proof) -> Option<AnyView> {
    let may = opened.view.with_untracked(|view| allows(view, Command::SignOnPaper));
    let store = opened.store.filter(|_| may)?;
    let (service, name) = opened.view.with_untracked(|view| {
        let name = view.frozen.as_ref().map(|frozen| frozen.applicant_name.clone());
        (view.title.clone(), name.unwrap_or_default())
    });
    let sha256 = canonical::hex(&proof.digest);
    let code = picture(&sha256).map(|drawn| qr(drawn.side, drawn.path(), "paper-code".to_owned()));
    let mark = proof.fingerprint.clone();
    let (content, fees) = (answers(open, store, false), fee_lines(opened));
    let sheet = view! {
        <div class="cd-paper">
            <div class="cd-paper__body">
                <p class="cd-paper__service">{service}</p>
                <p>{t("step.paper.sheet")}</p>
                {content}
                <section class="cd-paper__fee">{fees}</section>
                <section class="cd-paper__end">
                    <div class="cd-paper__code">
                        {code}
                        <p id="paper-code">{t("step.paper.code")} " " <b>{mark.clone()}</b></p>
                        <p class="cd-paper__digest">"SHA-256 " <code>{sha256}</code></p>
                    </div>
                    <div class="cd-paper__hand">
                        <p>{t("step.paper.declare")}</p>
                        <p>{t("step.paper.place")}</p>
                        <p class="cd-paper__signer">{t("step.paper.signer")}</p>
                        <p>{name}</p>
                    </div>
                </section>
            </div>
            <p class="cd-paper__foot">{t("step.paper.code")} " " <b>{mark}</b></p>
        </div>
    };
    Some(sheet.into_any())
}

#[cfg(test)]
mod tests {
    use contract::{scan_field, scan_slot};
    use eform::Kind;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_question_about_a_scan_is_a_sound_form_with_the_limits_of_the_contract() {
        let form = super::form(&scan_field(3)).unwrap();
        let field = &form.pages()[0].fields[0];
        let Kind::File(mut slot) = field.kind.clone() else { panic!("no file is asked for") };
        slot.component.clear();
        assert_eq!((field.id.as_str(), slot), ("signed_paper_3", scan_slot()));
    }
}
