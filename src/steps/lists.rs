//! Lists to choose from, as the backend has them: for the steps of a dossier and for who reads one by a link.

use std::sync::Arc;

use contract::{Catalogue, CatalogueEntry};
use leptos::prelude::*;

use crate::{
    api::{Api, ApiError},
    form::catalogues::{Entry, List, Loaded, provide_catalogues},
    i18n::use_locale,
};

/// Lists to choose from, asked for when they are first needed.
pub(super) fn provide_lists(api: Api) {
    let locale = use_locale();
    provide_catalogues(Arc::new(move |name| Box::pin(load_catalogue(api, name, untrack(|| locale.tag())))));
}

async fn load_catalogue(api: Api, name: String, language: &'static str) -> List {
    match api.get::<contract::GetCatalogue>(&[&name], &[("lang", language)]).await {
        Ok(catalogue) => List::Ready(Arc::new(loaded(catalogue))),
        Err(ApiError::NotFound) => List::Absent,
        Err(_) => List::Failed,
    }
}

/// A list in the shape that is searched. Codes of industries are read with their names and found by both.
fn loaded(catalogue: Catalogue) -> Loaded {
    let has_codes = catalogue.name == eform::kinds::business_line::CATALOGUE;
    let entry = |entry: &CatalogueEntry| {
        if !has_codes {
            return Entry::new(entry.code.clone(), entry.label.clone(), &entry.also);
        }
        let also: Vec<String> = entry.also.iter().chain([&entry.label]).cloned().collect();
        Entry::new(entry.code.clone(), [&entry.code, " ", &entry.label].concat(), &also)
    };
    Loaded {
        entries: catalogue.entries.iter().map(entry).collect(),
        codes: Arc::new(catalogue.codes()),
        is_test: catalogue.source.test,
    }
}
