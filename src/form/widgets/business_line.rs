//! The code of an industry, four or five digits: found by its name where the agency has supplied the list, typed in any case.

use eform::kinds::business_line::{BusinessLine, CATALOGUE};
use leptos::prelude::*;

use crate::form::{combobox::Offers, handle::Handle, listed::listed};

/// Draws the field.
pub fn view(field: &Handle, line: &BusinessLine) -> AnyView {
    let offers = Offers { day: Some(field.store.today()), digits: Some(line.level) };
    listed(field, CATALOGUE.to_owned(), offers)
}
