//! At start and once a day: what a dossier's state says must be in motion, and the outbox does not know of, is put back into it.
//!
//! What must be in motion is decided by `dossier::pending`. Tasks that wait are left as they are.

use crate::app::App;
use crate::error::incident;
use crate::store::Stored;

/// Between two looks, in seconds.
const DAY: i64 = 24 * 3600;
/// Dossiers per look into the store: the writer is not held up for long.
const PAGE: u32 = 200;

/// Looks when it is time to. A look that failed is made again at the next round.
pub(super) async fn put_back_daily(app: &App) {
    let now = app.clock.now().0;
    let last = app.looked.lock().ok().and_then(|last| *last);
    // A clock that was put back must not put the next look off.
    if last.is_some_and(|last| (last..last + DAY).contains(&now)) {
        return;
    }
    match put_back(app, now).await {
        Ok(count) => {
            if count > 0 {
                incident(&format!("outbox: {count} tasks were lost, and are put back"));
            }
            if let Ok(mut last) = app.looked.lock() {
                *last = Some(now);
            }
        }
        Err(error) => {
            incident(&format!("outbox: {error:?}"));
        }
    }
}

async fn put_back(app: &App, now: i64) -> Stored<usize> {
    let mut count = 0;
    let mut after = String::new();
    loop {
        let page = app.stored(move |store| store.put_back(&after, PAGE, dossier::pending, now)).await?;
        count += page.lost;
        match page.last {
            Some(last) => after = last,
            None => break,
        }
    }
    // Receipts are no part of a state.
    Ok(count + app.stored(move |store| store.ask_for_receipts_again(now)).await?)
}
