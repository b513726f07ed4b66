//! The table of routes: one file per resource, the same names as in the contract.
//!
//! Methods, paths and types come from `contract`; the middleware that every answer passes is put on here.

mod assisting;
mod catalogues;
mod checks;
mod confirmation;
mod consents;
mod control;
mod cosignature;
mod cosigning;
mod credentials;
mod documents;
mod dossiers;
mod downloads;
mod drafts;
mod filing;
mod freeze;
mod hooks;
mod invitations;
mod mandates;
mod mine;
mod moves;
mod openapi;
mod order;
mod papers;
mod payment;
mod payments;
mod procedures;
mod receipts;
mod received;
mod reports;
mod roots;
mod scan;
mod services;
mod session;
mod sign_in;
mod signing;
mod statistics;
mod uploads;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodFilter, get, on, patch, post};
use contract::{Endpoint, paths};

pub use checks::AT_ONCE as CHECKS_AT_ONCE;
pub use receipts::AT_ONCE as RECEIPT_CHECKS_AT_ONCE;
pub use received::of_status;

use crate::app::App;
use crate::error::Error;
use crate::session::only_from_the_portal;
use crate::web;

/// No JSON body of the contract is larger.
const BODY_BYTES: usize = 512 * 1024;

/// The whole application.
pub fn router(app: App) -> Router {
    let api = api()
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(app.clone(), only_from_the_portal))
        .layer(axum::middleware::map_response(never_stored));
    let outside = Router::new()
        .route(paths::LOGIN, get(sign_in::begin))
        .route(paths::LOGIN_CALLBACK, get(sign_in::finish))
        .route("/auth/sign-out-done", get(sign_in::signed_out))
        .route(paths::BACKCHANNEL_LOGOUT, post(sign_in::ended))
        .route(paths::PAYMENT_RETURN, get(payment::came_back))
        .route(paths::PAYMENT_IPN, get(hooks::payment))
        .route(paths::CREDIT_ADVICE, post(hooks::credit))
        .route(paths::PAYMENT_CONFIRM, post(hooks::confirmed))
        .route(paths::DESK_STATUS, post(hooks::desk))
        .route(paths::DESK_RECEIPTS, post(receipts::pushed))
        .route(paths::SIGNING_CALL_BACK, post(hooks::signing))
        .route("/control/clock", post(control::clock))
        .route("/reports/csp", post(reports::csp).layer(DefaultBodyLimit::max(reports::BODY_BYTES)))
        .method_not_allowed_fallback(wrong_method)
        .layer(axum::middleware::map_response(never_stored));
    let all = api.merge(outside).fallback(web::portal);
    all.layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn(web::problems_only))
        .layer(from_fn_with_state(app.clone(), web::cors))
        .layer(from_fn_with_state(app.clone(), web::headers))
        .with_state(app)
}

fn api() -> Router<App> {
    let mut router = Router::new();
    router = add(router, contract::GetSession, session::read);
    router = add(router, contract::SignOut, session::sign_out);
    router = add(router, contract::ListSessions, session::list);
    router = add(router, contract::RevokeSession, session::revoke);
    router = add(router, contract::RevokeOthers, session::revoke_others);
    router = add(router, contract::ListMandates, mandates::list);
    router = add(router, contract::GrantMandate, mandates::grant);
    router = add(router, contract::RevokeMandate, mandates::revoke);
    router = add(router, contract::ListPrincipals, mandates::principals);
    router = add(router, contract::ListServices, services::list);
    router = add(router, contract::GetProcedure, procedures::one);
    router = add(router, contract::GetCatalogue, catalogues::one);
    let checked = checks::check.layer(DefaultBodyLimit::max(contract::CHECK_BYTES));
    router = add(router, contract::CheckAnswers, checked);
    router = add(router, contract::ListDossiers, dossiers::list);
    router = add(router, contract::CreateDossier, dossiers::create);
    router = add(router, contract::OneDossier, dossiers::one);
    router = add(router, contract::HandOver, assisting::hand_over);
    router = add(router, contract::TakeUp, assisting::take_up);
    router = add(router, contract::Discard, dossiers::discard);
    router = add(router, contract::SaveDraft, drafts::save);
    router = add(router, contract::AskRegisters, dossiers::ask);
    router = add(router, contract::MoveDraft, moves::move_draft);
    router = add(router, contract::MoveSeen, moves::seen);
    router = add(router, contract::Frozen, freeze::freeze);
    router = add(router, contract::Thaw, freeze::thaw);
    router = add(router, contract::FileDossier, filing::file);
    router = add(router, contract::ReceiptFor, filing::receipt);
    router = add(router, contract::ListConsents, consents::list);
    router = add(router, contract::DecideConsent, consents::decide);
    router = add(router, contract::PapersForDraft, papers::for_draft);
    router = add(router, contract::AttachPapers, papers::attach);
    router = add(router, contract::KeepUploads, papers::keep);
    router = add(router, contract::ListPapers, papers::list);
    router = add(router, contract::RemovePaper, papers::remove);
    router = add(router, contract::GetMine, mine::read);
    router = add(router, contract::ExportMine, mine::export);
    router = add(router, contract::ForgetEarlier, mine::forget);
    router = add(router, contract::GetRoots, roots::list);
    router = add(router, contract::ListCredentials, credentials::list);
    router = add(router, contract::PrepareSigning, signing::prepare);
    router = add(router, contract::ConfirmSigning, signing::confirm);
    router = add(router, contract::CancelSigning, signing::cancel);
    router = add(router, contract::ConfirmIdentity, confirmation::begin);
    router = add(router, contract::SignOnPaper, scan::hand_in);
    router = add(router, contract::ListInvitations, invitations::list);
    router = add(router, contract::Invite, invitations::invite);
    router = add(router, contract::RevokeInvitation, invitations::revoke);
    router = add(router, contract::ListAskedToCosign, cosigning::waiting);
    router = add(router, contract::GetCosigning, cosigning::read);
    router = add(router, contract::AgreeToCosign, cosigning::agree);
    router = add(router, contract::DeclineToCosign, cosigning::decline);
    router = add(router, contract::ListOwnCredentials, cosignature::credentials);
    router = add(router, contract::PrepareCosigning, cosignature::prepare);
    router = add(router, contract::ConfirmCosigning, cosignature::confirm);
    router = add(router, contract::CancelCosigning, cosignature::cancel);
    router = add(router, contract::StartPayment, payment::start);
    router = add(router, contract::CancelPayment, payment::cancel);
    router = add(router, contract::AskPayment, payment::ask);
    router = add(router, contract::ListPayments, payments::list);
    router = add(router, contract::OnePayment, payments::one);
    router = add(router, contract::CheckReceipt, receipts::check);
    router = add(router, contract::ListUploads, uploads::list);
    router = add(router, contract::BeginUpload, uploads::begin);
    router = add(router, contract::OneUpload, uploads::one);
    router = add(router, contract::EndUpload, uploads::end);
    router = add(router, contract::ReuseRates, statistics::reuse);
    router
        .route(paths::PIECE, patch(uploads::piece).layer(DefaultBodyLimit::max(contract::PIECE_BYTES)))
        .route(paths::FILE, get(documents::download).delete(documents::remove))
        .route(paths::PAPER_FILE, get(papers::download))
        .route(paths::RECEIPT_FILE, get(payments::receipt))
        .route(paths::CONTENT, get(downloads::content))
        .route(paths::COSIGNED_CONTENT, get(cosigning::content))
        .route(contract::AnsweredContent::PATH, get(cosigning::answered))
        .route(paths::COSIGNED_FILE, get(cosigning::file))
        .route(paths::SIGNATURE, get(downloads::signature))
        .route(paths::REVOCATION, get(downloads::revocation))
        .route(paths::COSIGNATURE, get(downloads::cosignature))
        .route(paths::COSIGNATURE_REVOCATION, get(downloads::cosignature_revocation))
        .route(paths::OWN_COSIGNATURE, get(cosignature::container))
        .route(paths::OWN_COSIGNATURE_REVOCATION, get(cosignature::revocation))
        .route(paths::OPENAPI, get(openapi::document))
}

/// Puts the handler where the contract says.
fn add<E: Endpoint, H, T>(router: Router<App>, _: E, handler: H) -> Router<App>
where
    H: Handler<T, App>,
    T: 'static,
{
    let method = match E::METHOD {
        contract::Method::Get => MethodFilter::GET,
        contract::Method::Post => MethodFilter::POST,
        contract::Method::Patch => MethodFilter::PATCH,
        contract::Method::Delete => MethodFilter::DELETE,
    };
    router.route(E::PATH, on(method, handler))
}

async fn wrong_method() -> Error {
    Error::MethodNotAllowed
}

/// Nothing that the API says may lie in a cache.
async fn never_stored(mut response: Response) -> Response {
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
