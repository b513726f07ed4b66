//! One field on screen: shown or not, known or asked, and the widget of its kind.

use eform::Kind;
use leptos::prelude::*;

use super::{group, handle::Handle, known, papers, store::FormStore, widgets};
use crate::ui::{CollectAny, live};

/// The fields of a page in order; each appears and goes by itself.
pub fn page_fields(store: FormStore, page: &str) -> AnyView {
    let ids = store.read(|instance| {
        let found = instance.form().pages().iter().find(|one| one.id == page);
        found.map_or_else(Vec::new, |page| page.fields.iter().map(|field| field.id.clone()).collect())
    });
    ids.iter().map(|id| field(store, id)).collect_any()
}

/// The field at `path`.
pub fn field(store: FormStore, path: &str) -> AnyView {
    let handle = Handle::new(store, path);
    let [seeing, locking, drawing] = std::array::from_fn(|_| handle.clone());
    let is_visible = Memo::new(move |_| seeing.state().is_visible);
    // What the form works out is read, not typed; words of a date or an amount have widgets of their own.
    let is_computed =
        !matches!(handle.kind(), Kind::DateWords(_) | Kind::MoneyWords(_)) && handle.is_computed();
    let is_locked = Memo::new(move |_| is_computed || locking.state().is_locked);
    live(move || {
        is_visible.get().then(|| if is_locked.get() { known::view(&drawing) } else { widget(&drawing) })
    })
}

/// The widget of the field's kind.
fn widget(field: &Handle) -> AnyView {
    match field.kind() {
        Kind::Text(_) => widgets::text::view(field),
        Kind::LongText(_) => widgets::long_text::view(field),
        Kind::PersonName => widgets::person_name::view(field),
        Kind::PersonalId(_) => widgets::personal_id::view(field),
        Kind::Date(_) => widgets::date::view(field),
        Kind::PartialDate(_) => widgets::partial_date::view(field),
        Kind::DateWords(_) => widgets::date_words::view(field),
        Kind::Choice(choice) => widgets::choice::view(field, &choice),
        Kind::Choices(choices) => widgets::choices::view(field, &choices.options),
        Kind::Catalogue(catalogue) => widgets::catalogue::view(field, catalogue),
        Kind::YesNo => widgets::yes_no::view(field),
        Kind::Number(_) => widgets::number::view(field),
        Kind::Money(_) => widgets::money::view(field),
        Kind::Phone => widgets::phone::view(field),
        Kind::Email => widgets::email::view(field),
        Kind::Address(address) => widgets::address::view(field, &address),
        Kind::Agency(_) => widgets::agency::view(field),
        Kind::File(file) => papers::file(field.clone(), file),
        Kind::Attestation => widgets::attestation::view(field),
        Kind::Notice => widgets::notice::view(field),
        Kind::TaxCode => widgets::tax_code::view(field),
        Kind::SocialInsurance => widgets::social_insurance::view(field),
        Kind::HealthInsurance => widgets::health_insurance::view(field),
        Kind::Passport(_) => widgets::passport::view(field),
        Kind::Plate => widgets::plate::view(field),
        Kind::BankAccount => widgets::bank_account::view(field),
        Kind::BusinessLine(line) => widgets::business_line::view(field, &line),
        Kind::MoneyWords(_) => widgets::money_words::view(field),
        Kind::Decimal(_) => widgets::decimal::view(field),
        Kind::Consent => widgets::consent::view(field),
        Kind::SignaturePlace => widgets::signature_place::view(field),
        Kind::Group(cells) => group::view(field, &cells),
    }
}
