//! Asking again until something has happened: quickly at first, then more slowly, and at once when the page is seen again.

use leptos::{prelude::*, task::spawn_local};

use super::open::OpenDossier;
use crate::browser::{page, timer};

/// The first and the longest wait in milliseconds.
const WAITS: (i32, i32) = (1_500, 12_000);

/// Refreshes the dossier as long as the owner lives. What is lost on the way is asked for again.
pub fn poll(open: OpenDossier) {
    let alive = StoredValue::new(());
    spawn_local(async move {
        let mut wait = WAITS.0;
        loop {
            timer::pause(wait).await;
            if alive.try_get_value().is_none() {
                return;
            }
            _ = open.refresh().await;
            wait = (wait * 5 / 4).min(WAITS.1);
        }
    });
    page::on_visible(move || {
        spawn_local(async move {
            if alive.try_get_value().is_some() {
                _ = open.refresh().await;
            }
        });
    });
}
