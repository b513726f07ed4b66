//! Following the open dossier while somebody else has to act: the phone, the gateway, the desk.

use super::open::OpenDossier;
use crate::browser::again::{News, ask_again};

/// The first and the longest wait in milliseconds.
const WAITS: (u64, u64) = (1_500, 12_000);

/// Refreshes the dossier as long as the owner lives. What is lost on the way is asked for again.
pub fn poll(open: OpenDossier) {
    ask_again(WAITS.0, WAITS.1, move || {
        Box::pin(async move {
            _ = open.refresh().await;
            News::None
        })
    });
}
