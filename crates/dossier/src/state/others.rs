//! Who must agree to a dossier besides the person who files it, and who of them has. Which event leads where is decided in
//! `machine::others`.

use super::Timestamp;
use serde::Serialize;

/// Somebody else who must agree, as the fixed answers name them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Other {
    /// In what role, by its id in the procedure; its text is `cosigner.<id>`.
    pub role: String,
    /// Full name.
    pub name: String,
    /// Twelve-digit personal id; no two are the same.
    pub id: String,
}

/// That one of them has refused. The dossier is open for editing since; it is kept until it is fixed again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Declined {
    /// Full name.
    pub name: String,
    /// Why, in their own words.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}
