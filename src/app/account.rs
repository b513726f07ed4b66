//! The table of routes of the signed-in citizen's pages, of the figures, of the checks of signatures and receipts and of the privacy statement, which
//! are a download of their own: whoever looks for a service does without.

use leptos::prelude::*;

use crate::i18n::{ACCOUNT, add_texts};
use crate::pages;
use crate::route::Route;

crate::later! { part account, fetched by fetch;
    /// The page of a route that few visits ask for.
    pub fn view(route: Route) -> AnyView {
        add_texts(ACCOUNT);
        match route {
            Route::Dossiers => view! { <pages::Dossiers/> }.into_any(),
            Route::Dossier(id) => view! { <pages::Dossier id/> }.into_any(),
            Route::Sessions => view! { <pages::Sessions/> }.into_any(),
            Route::Mandates => view! { <pages::Mandates/> }.into_any(),
            Route::Mine => view! { <pages::Mine/> }.into_any(),
            Route::Statistics => view! { <pages::Statistics/> }.into_any(),
            Route::Verify => view! { <pages::Verify/> }.into_any(),
            Route::Privacy => view! { <pages::Privacy/> }.into_any(),
            Route::Papers => view! { <pages::Papers/> }.into_any(),
            Route::Payments => view! { <pages::Payments/> }.into_any(),
            Route::Payment(order) => view! { <pages::FeeReceipt order/> }.into_any(),
            Route::CheckReceipt => view! { <pages::CheckReceipt/> }.into_any(),
            _ => view! { <pages::NotFound/> }.into_any(),
        }
    }
}
