//! One file per route. A page asks the backend, holds what is on screen and says where to go next.
//!
//! Pages do not know each other; what two of them share is a block in `ui`, `steps` or `form`.

mod accessibility;
mod check_receipt;
mod cosign;
mod documents;
mod dossier;
mod dossier_form;
mod dossiers;
mod fee_receipt;
mod home;
mod mandates;
mod mine;
mod not_found;
mod pay;
mod payments;
mod privacy;
mod receipt;
mod review;
mod service;
mod services;
mod sessions;
mod sign;
mod sign_in;
mod statistics;
mod verify;

pub use accessibility::Accessibility;
pub use check_receipt::CheckReceipt;
pub use cosign::Cosign;
pub use documents::Documents;
pub use dossier::Dossier;
pub use dossier_form::DossierForm;
pub use dossiers::Dossiers;
pub use fee_receipt::FeeReceipt;
pub use home::Home;
pub use mandates::Mandates;
pub use mine::{Mine, Papers};
pub use not_found::NotFound;
pub use pay::Pay;
pub use payments::Payments;
pub use privacy::Privacy;
pub use receipt::Receipt;
pub use review::Review;
pub use service::Service;
pub use services::Services;
pub use sessions::Sessions;
pub use sign::Sign;
pub use sign_in::SignIn;
pub use statistics::Statistics;
pub use verify::Verify;
