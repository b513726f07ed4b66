//! Mandates: who may act for whom, in which procedures, until when. A mandate is never forgotten, only over: dossiers name it.

use contract::Extent;

use super::Stored;

/// One mandate.
#[derive(Clone, Debug)]
pub struct MandateRecord {
    pub id: String,
    /// Twelve digits, and the name that the identity provider gave when the mandate was given.
    pub grantor: String,
    pub grantor_name: String,
    /// Twelve digits, and the name that the grantor knows the person by; none when it was not asked for yet.
    pub grantee: String,
    pub grantee_name: Option<String>,
    /// National codes.
    pub procedures: Vec<String>,
    /// To act, or only to help.
    pub extent: Extent,
    /// The last day, `YYYY-MM-DD` in Vietnam.
    pub ends_on: String,
    pub created_at: i64,
    pub revoked_at: Option<i64>,
    /// When the grantee first began something with it.
    pub taken_at: Option<i64>,
}

/// The room of mandates.
pub trait Mandates {
    /// Remembers a mandate; gives the one in force that says the same, when there is one: a grant that was sent twice is one.
    ///
    /// # Errors
    /// The store failed.
    fn grant(&self, mandate: MandateRecord) -> Stored<MandateRecord>;
    /// One mandate.
    ///
    /// # Errors
    /// The store failed.
    fn mandate(&self, id: &str) -> Stored<Option<MandateRecord>>;
    /// Those that this person gave or holds, the newest first.
    ///
    /// # Errors
    /// The store failed.
    fn mandates(&self, person: &str) -> Stored<Vec<MandateRecord>>;
    /// The grantor takes a mandate back; says whether there was one of theirs.
    ///
    /// # Errors
    /// The store failed.
    fn revoke_mandate(&self, grantor: &str, id: &str, at: i64) -> Stored<bool>;
    /// The grantee begins something with a mandate; the first time counts.
    ///
    /// # Errors
    /// The store failed.
    fn take_mandate(&self, id: &str, at: i64) -> Stored<()>;
}
