//! One entry of a long list, found by typing.

use eform::kinds::catalogue::Catalogue;
use leptos::prelude::*;

use crate::form::{combobox::Offers, handle::Handle, listed::listed};

/// Draws the field.
pub fn view(field: &Handle, catalogue: Catalogue) -> AnyView {
    let day = (!catalogue.historical).then(|| field.store.today());
    listed(field, catalogue.catalogue, Offers { day, digits: None })
}
