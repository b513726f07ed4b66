//! Electronic receipts: kept as they were issued and never changed, but for their end.

use super::{DossierRecord, Order, Stored};
use crate::error::{Answer, Error};
use crate::receipts::{Issued, Over, Settled, Stated};
use crate::secret;

/// One receipt.
#[derive(Clone, Debug)]
pub struct ReceiptRecord {
    /// Our own opaque handle.
    pub id: String,
    /// Who issued it, and its name there.
    pub issuer: String,
    pub number_at_issuer: String,
    pub dossier: String,
    /// The reference of the order that was paid.
    pub order: String,
    pub stated: Stated,
    /// As it was issued, and what the file is called.
    pub file: Vec<u8>,
    pub name: String,
    pub over: Option<Over>,
    /// When the issuer last told of it; Unix seconds.
    pub asked_at: i64,
}

impl ReceiptRecord {
    /// One that an issuer has just told of.
    ///
    /// # Errors
    /// The operating system's generator failed.
    pub fn new(issuer: &str, of: &Settled, one: Issued, now: i64) -> Answer<Self> {
        let Order { reference, dossier, .. } = of.order.clone();
        Ok(Self {
            id: secret::handle().ok_or_else(Error::no_randomness)?,
            issuer: issuer.to_owned(),
            number_at_issuer: one.id,
            dossier,
            order: reference,
            stated: one.stated,
            file: one.file,
            name: one.name,
            over: one.over,
            asked_at: now,
        })
    }
}

/// The room of receipts. Lists have the newest first.
pub trait Receipts {
    /// Keeps these; of those that are known only the end and the moment are taken over, and an end stays.
    ///
    /// # Errors
    /// The store failed; a look-up code belongs to another receipt.
    fn keep_receipts(&self, receipts: Vec<ReceiptRecord>) -> Stored<()>;
    /// The receipts of an order.
    ///
    /// # Errors
    /// The store failed.
    fn receipts_for(&self, order: &str) -> Stored<Vec<ReceiptRecord>>;
    /// The dossiers in whose orders this person's payments are, newest first; also those that were thrown away.
    ///
    /// # Errors
    /// The store failed.
    fn payable(&self, owner: &str) -> Stored<Vec<DossierRecord>>;
    /// The receipts of all dossiers that this person opened.
    ///
    /// # Errors
    /// The store failed.
    fn receipts_of(&self, owner: &str) -> Stored<Vec<ReceiptRecord>>;
    /// One by our handle.
    ///
    /// # Errors
    /// The store failed.
    fn receipt(&self, id: &str) -> Stored<Option<ReceiptRecord>>;
    /// One by its look-up code.
    ///
    /// # Errors
    /// The store failed.
    fn receipt_by_code(&self, code: &str) -> Stored<Option<ReceiptRecord>>;
    /// Puts the question for a receipt back on the list, for each order that counts, has none and is not asked about; answers how many
    /// those were.
    ///
    /// # Errors
    /// The store failed.
    fn ask_for_receipts_again(&self, due_at: i64) -> Stored<usize>;
}
