//! Asking again and again without being a burden: more slowly each time nothing is new, not at all while nobody looks or
//! there is no network, at once when the page is seen or the network is back.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};

use super::{net, page, timer::Later};

/// What an answer means for asking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Nothing new: wait longer.
    None,
    /// Something has happened: more may follow soon.
    Some,
    /// It waits for the citizen: ask only when they come back to the page.
    Rest,
    /// Nothing will happen any more.
    Over,
}

/// One question under way.
pub type Asking = Pin<Box<dyn Future<Output = News>>>;

struct Watch {
    ask: Box<dyn Fn() -> Asking>,
    pace: Pace,
    later: Later,
    is_asking: bool,
    is_over: bool,
}

type Kept = StoredValue<Watch, LocalStorage>;

/// Calls `ask` as long as the owner lives; waits between `shortest` and `longest` milliseconds.
pub fn ask_again(shortest: u64, longest: u64, ask: impl Fn() -> Asking + 'static) {
    let pace = Pace { shortest, longest, wait: shortest };
    let watch = Watch { ask: Box::new(ask), pace, later: Later::default(), is_asking: false, is_over: false };
    let kept: Kept = StoredValue::new_local(watch);
    pause(kept, Some(shortest));
    page::on_visible(move || hurry(kept));
    net::on_network_change(move |is_online| {
        if is_online {
            hurry(kept);
        }
    });
}

/// The citizen is back, or the network is.
fn hurry(kept: Kept) {
    _ = kept.try_update_value(|watch| watch.pace.wait = watch.pace.shortest);
    turn(kept);
}

fn pause(kept: Kept, wait: Option<u64>) {
    let Some(wait) = wait else { return };
    _ = kept.try_update_value(|watch| watch.later.start(wait, move || turn(kept)));
}

fn turn(kept: Kept) {
    if !page::is_visible() || !net::is_online() {
        return;
    }
    let asking = kept.try_update_value(|watch| {
        let is_free = !watch.is_asking && !watch.is_over;
        is_free.then(|| {
            watch.later.cancel();
            watch.is_asking = true;
            (watch.ask)()
        })
    });
    let Some(asking) = asking.flatten() else { return };
    spawn_local(async move {
        let news = asking.await;
        let wait = kept.try_update_value(|watch| {
            watch.is_asking = false;
            watch.is_over = news == News::Over;
            watch.pace.after(news)
        });
        pause(kept, wait.flatten());
    });
}

/// How long to wait.
struct Pace {
    shortest: u64,
    longest: u64,
    wait: u64,
}

impl Pace {
    /// The wait after an answer; `None` when time alone brings nothing.
    fn after(&mut self, news: News) -> Option<u64> {
        match news {
            News::None => self.wait = (self.wait * 3 / 2).min(self.longest),
            News::Some => self.wait = self.shortest,
            News::Rest | News::Over => return None,
        }
        Some(self.wait)
    }
}

#[cfg(test)]
mod tests {
    use super::{News, Pace};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn waits_grow_while_nothing_is_new_and_start_again_with_news() {
        let mut pace = Pace { shortest: 4, longest: 12, wait: 4 };
        let waits: Vec<_> = (0..4).map(|_| pace.after(News::None)).collect();
        assert_eq!(waits, [Some(6), Some(9), Some(12), Some(12)]);
        assert_eq!(pace.after(News::Some), Some(4));
        assert_eq!(pace.after(News::Rest), None);
        assert_eq!(pace.after(News::Over), None);
    }
}
