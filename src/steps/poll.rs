//! Following the open dossier while somebody else has to act: the phone, the gateway, the desk.

use super::{open::OpenDossier, press::Work};
use crate::{
    api::ApiError,
    browser::again::{News, ask_again},
};

/// The first and the longest wait in milliseconds.
const WAITS: (u64, u64) = (1_500, 12_000);

/// Refreshes the dossier as long as the owner lives. What is lost on the way is asked for again; where the session has
/// ended nothing is waited for any more, and the page says so instead of what it was showing.
pub fn poll(open: OpenDossier) {
    follow(move || Box::pin(open.refresh()), move |error| open.give_up(error));
}

/// The same of what `refresh` brings; where the session has ended `give_up` says so.
pub fn follow(refresh: impl Fn() -> Work + 'static, give_up: impl Fn(ApiError) + Copy + 'static) {
    ask_again(WAITS.0, WAITS.1, move || {
        let refreshing = refresh();
        Box::pin(async move {
            let result = refreshing.await;
            let news = after(&result);
            if let (News::Over, Err(error)) = (news, result) {
                give_up(error);
            }
            news
        })
    });
}

/// Nobody is signed in, somebody else who has no such dossier, or somebody who may not act any more: asking again brings nothing.
fn after(result: &Result<(), ApiError>) -> News {
    match result {
        Err(ApiError::SignInNeeded | ApiError::NotFound | ApiError::RightOver(_)) => News::Over,
        _ => News::None,
    }
}

#[cfg(test)]
mod tests {
    use super::after;
    use crate::{api::ApiError, browser::again::News};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn waiting_ends_with_the_session_but_not_with_the_network() {
        assert_eq!(after(&Err(ApiError::SignInNeeded)), News::Over);
        assert_eq!(after(&Err(ApiError::NotFound)), News::Over);
        assert_eq!(after(&Err(ApiError::RightOver(None))), News::Over);
        assert_eq!(after(&Err(ApiError::Offline)), News::None);
        assert_eq!(after(&Err(ApiError::Unavailable { reference: None, provider: None })), News::None);
        assert_eq!(after(&Ok(())), News::None);
    }
}
