//! The background worker: takes what is due from the outbox, asks the world, records the answer as an event.
//!
//! Tasks that were lost come back (`lost`). Every job may run twice without harm: the machine refuses the second event. It sleeps until the next task is due or
//! somebody wakes it, so nothing here needs a test to wait. Files that wait for the scanner have a worker of their own (`uploads`).

mod deliver;
pub mod erase;
mod lost;
pub mod pay;
mod receipt;
mod refund;
mod results;
pub mod sign;
mod tell;

use std::time::Duration;

use dossier::Effect;
use tokio::task::JoinSet;

use crate::app::App;
use crate::clock::Moment;
use crate::error::{Answer, Error, incident};
use crate::store::Task;

/// Before a signing provider is asked the first time, in seconds; how often after that is the provider's word.
const SIGNER_SECONDS: i64 = 2;
/// Before the payment provider is asked the first time: its own notice is usually faster.
const PAYMENT_SECONDS: i64 = 10;
/// Before the receipt of a payment is asked for the first time: the dossier is on its way to the office.
const RECEIPT_SECONDS: i64 = 5;
/// Longest pause between two tries of anything.
const LONGEST_SECONDS: i64 = 300;
/// The worker looks at least this often, in case a clock was moved by someone else.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// Tasks per look.
const BATCH: u32 = 50;

/// What became of a task.
pub enum Outcome {
    /// Off the list.
    Done,
    /// Again after so many seconds.
    Again(i64),
}

/// When an effect's task is due the first time; none when nothing outside is to be done.
#[must_use]
pub fn first_due(effect: &Effect, now: Moment) -> Option<i64> {
    match effect {
        Effect::AskSigner { .. } => Some(now.plus(SIGNER_SECONDS).0),
        Effect::AskProvider { .. } => Some(now.plus(PAYMENT_SECONDS).0),
        Effect::AskReceipt { .. } => Some(now.plus(RECEIPT_SECONDS).0),
        Effect::SendToDesk { .. }
        | Effect::Refund { .. }
        | Effect::TellPayment { .. }
        | Effect::FetchResults { .. }
        | Effect::DropScans { .. }
        | Effect::EraseAnswers => Some(now.0),
        // The container was dropped in the event's own transaction; the gateway knows no way to close an order.
        Effect::DropSignature { .. } | Effect::CloseOrder { .. } => None,
    }
}

/// Works until the task is dropped.
pub async fn run(app: App) {
    loop {
        run_due(&app).await;
        let next = app.store(|store| store.next_due()).await.ok().flatten();
        // Whoever wakes us may do so before we sleep: the permit is kept.
        let _ = tokio::time::timeout(until(&app, next), app.wake.notified()).await;
    }
}

/// How long a worker may sleep when this (Unix seconds) is due next.
pub fn until(app: &App, next: Option<i64>) -> Duration {
    next.map_or(LONGEST_SLEEP, |due| {
        let seconds = u64::try_from(due - app.clock.now().0).unwrap_or(0).max(1);
        Duration::from_secs(seconds).min(LONGEST_SLEEP)
    })
}

/// Does everything that is due now, once; gives how many tasks that were.
pub async fn run_due(app: &App) -> usize {
    lost::put_back_daily(app).await;
    let now = app.clock.now().0;
    let tasks = match app.store(move |store| store.due(now, BATCH)).await {
        Ok(tasks) => tasks,
        Err(error) => {
            incident(&format!("outbox: {error:?}"));
            return 0;
        }
    };
    let count = tasks.len();
    // At once: a provider that hangs must not keep the others waiting.
    let mut running = JoinSet::new();
    for task in tasks {
        let app = app.clone();
        running.spawn(async move { do_one(&app, task).await });
    }
    while let Some(ended) = running.join_next().await {
        if let Err(error) = ended {
            incident(&format!("job: {error}"));
        }
    }
    count
}

async fn do_one(app: &App, task: Task) {
    let outcome = work(app, &task).await.unwrap_or_else(|error| {
        if !matches!(error, Error::InProgress) {
            incident(&format!("job for {}: {error:?}", task.dossier));
        }
        Outcome::Again(pause(task.tries))
    });
    let id = task.id;
    let noted = match outcome {
        Outcome::Done => app.store(move |store| store.finish(id)).await,
        Outcome::Again(seconds) => {
            let due_at = app.clock.now().plus(seconds).0;
            app.store(move |store| store.postpone(id, due_at)).await
        }
    };
    if let Err(error) = noted {
        incident(&format!("outbox: {error:?}"));
    }
}

async fn work(app: &App, task: &Task) -> Answer<Outcome> {
    match &task.effect {
        Effect::AskSigner { attempt, handle } => sign::ask(app, &task.dossier, *attempt, handle).await,
        Effect::AskProvider { order } => pay::ask(app, &task.dossier, order, task.tries).await,
        Effect::SendToDesk { snapshot } => deliver::send(app, &task.dossier, *snapshot, task.tries).await,
        Effect::TellPayment { due } => tell::payment(app, &task.dossier, *due, task.tries).await,
        Effect::FetchResults { .. } => results::fetch(app, &task.dossier, task.tries).await,
        Effect::AskReceipt { order } => receipt::ask(app, &task.dossier, order, task.tries).await,
        Effect::EraseAnswers => erase::files(app, &task.dossier).await,
        Effect::DropScans { snapshot } => erase::scans(app, &task.dossier, *snapshot).await,
        Effect::Refund { order, .. } => refund::give_back(app, &task.dossier, order, task.tries).await,
        Effect::DropSignature { .. } | Effect::CloseOrder { .. } => Ok(Outcome::Done),
    }
}

/// Doubles from five seconds.
#[must_use]
pub fn pause(tries: u32) -> i64 {
    5_i64.saturating_mul(1 << tries.min(10)).min(LONGEST_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_grow_to_five_minutes_and_no_further() {
        assert_eq!([0, 1, 2, 40].map(pause), [5, 10, 20, 300]);
    }
}
