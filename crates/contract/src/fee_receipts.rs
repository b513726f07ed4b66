//! Electronic receipts for money (biên lai điện tử): the office that collected a fee issues one, the portal keeps it as it was issued, and anyone who
//! has its look-up code can check it. Fields: decrees 123/2020, 70/2025 and 254/2026.

use dossier::{DueItem, Timestamp};
use serde::Serialize;

use crate::endpoint::{_Endpoint, endpoint};

/// A receipt as its payer sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeeReceipt {
    /// Our own opaque handle.
    pub id: String,
    /// What everybody who checks it is told as well.
    pub face: ReceiptFace,
    /// Who paid, as the office wrote it.
    pub payer: String,
    /// What was paid for, in đồng each.
    pub items: Vec<DueItem>,
    /// The look-up code.
    pub code: String,
    /// Where anyone checks it: an absolute URL with the code behind `#`, which no server hears of.
    pub check: String,
    /// The same as a QR code.
    pub qr: QrPicture,
}

/// What a receipt says that is nobody's personal matter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptFace {
    /// The form (mẫu số).
    pub form: String,
    /// The symbol (ký hiệu).
    pub symbol: String,
    /// The number within form and symbol.
    pub number: String,
    /// `YYYY-MM-DD`.
    pub issued_on: String,
    /// The office that collected the money.
    pub office: String,
    /// Its tax code.
    pub tax_code: String,
    /// In đồng.
    pub amount: u64,
    /// The same in Vietnamese words, as issued.
    pub words: String,
    /// The same in English words, for who does not read the others.
    pub words_en: String,
    /// The number of the receipt that it was issued in place of.
    pub replaces: Option<String>,
    /// Why it is not good any more.
    pub over: Option<ReceiptOver>,
}

/// That a receipt is not good any more. Once over, it stays so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptOver {
    /// What became of it.
    pub how: ReceiptEnd,
    /// Since when.
    pub at: Timestamp,
    /// The office's reason; empty for whoever is not the payer.
    pub reason: String,
    /// The number of the receipt that was issued in its place.
    pub by: Option<String>,
}

/// What became of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptEnd {
    /// The office cancelled it, because the money went back for instance.
    Cancelled,
    /// Another was issued in its place.
    Replaced,
}

/// The dark squares of a QR code with its quiet zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QrPicture {
    /// Width and height, in squares.
    pub side: u32,
    /// The squares, as the `d` of an SVG path.
    pub path: String,
}

/// The look-up code of a receipt. It travels in a body, never in an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptCode {
    /// As it stands on the receipt; spaces, hyphens and the case of letters do not matter.
    pub code: String,
}

eform::from_json! {
    only ReceiptCode { code }
}

/// What is known of a receipt that was found by its code: nothing about who paid, or for what.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedReceipt {
    /// What it says, and whether it is good.
    pub face: ReceiptFace,
    /// When its issuer last said so.
    pub as_of: Timestamp,
    /// Whether that was just now; if not, the issuer could not be reached.
    pub is_fresh: bool,
}

eform::word_from_json! {
    ReceiptEnd { Cancelled = "cancelled", Replaced = "replaced" }
}

eform::from_json! {
    ReceiptFace { form, symbol, number, issued_on, office, tax_code, amount, words, words_en, replaces, over }
    ReceiptOver { how, at, reason, by }
    QrPicture { side, path }
    FeeReceipt { id, face, payer, items, code, check, qr }
    CheckedReceipt { face, as_of, is_fresh }
}

endpoint!(CheckReceipt = Post "/api/receipts/check", "What is known of an electronic receipt, for anyone who has its look-up code.",
    ReceiptCode => CheckedReceipt, SIGNED_IN = false,
    DESCRIPTION = "404 for a code that is on no receipt of a payment through this portal. A backend answers only a few at a time \
        (429 `too_many_requests` with `Retry-After` beyond). Nothing is logged.");
