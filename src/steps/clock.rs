//! Countdowns by the backend's clock: the device's own clock may be wrong by hours.

use contract::GetSession;
use leptos::{prelude::*, task::spawn_local};

use crate::{api::Api, browser::timer};

/// Seconds that are left until `until` (RFC 3339, UTC), by the backend's clock; `None` until that clock is known.
#[must_use]
pub fn seconds_left(api: Api, until: &str) -> Signal<Option<i64>> {
    let end = seconds(until);
    let ahead = RwSignal::new(None::<i64>);
    let now = RwSignal::new(device());
    spawn_local(async move {
        if let Ok(session) = api.get::<GetSession>(&[], &[]).await {
            ahead.try_set(seconds(&session.now).map(|backend| backend - device()));
        }
    });
    timer::every(1_000, move || _ = now.try_set(device()));
    Signal::derive(move || Some((end? - now.get() - ahead.get()?).max(0)))
}

/// `4:12`.
#[must_use]
pub fn minutes(seconds: i64) -> String {
    let rest = (seconds % 60).to_string();
    [(seconds / 60).to_string().as_str(), if rest.len() < 2 { ":0" } else { ":" }, &rest].concat()
}

fn device() -> i64 {
    timer::milliseconds() / 1_000
}

/// Seconds since 1970 of an RFC 3339 moment in UTC (Howard Hinnant's algorithm for the days).
fn seconds(moment: &str) -> Option<i64> {
    let number = |from: usize, to: usize| moment.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468;
    Some(((days * 24 + number(11, 13)?) * 60 + number(14, 16)?) * 60 + number(17, 19)?)
}

#[cfg(test)]
mod tests {
    use super::{minutes, seconds};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn moments_are_counted_in_seconds_since_1970() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2026-11-21T08:05:00Z"), Some(1_795_248_300));
        assert_eq!(seconds("2028-02-29T23:59:59Z"), Some(1_835_481_599));
        assert_eq!(seconds("soon"), None);
    }

    #[test]
    fn a_countdown_keeps_two_digits_of_seconds() {
        assert_eq!(minutes(252), "4:12");
        assert_eq!(minutes(61), "1:01");
    }
}
