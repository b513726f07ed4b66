//! A receipt as the contract has it.

use contract::{FeeReceipt, QrPicture, ReceiptFace, ReceiptOver};

use crate::app::App;
use crate::store::ReceiptRecord;

/// The page on which anyone checks a receipt; the code goes behind `#`.
const CHECK_PAGE: &str = "/tra-cuu-bien-lai";

/// For its payer. `all` are the receipts among which those before and after it are found.
#[must_use]
pub fn shown(app: &App, one: &ReceiptRecord, all: &[ReceiptRecord]) -> FeeReceipt {
    let portal = app.config.portal_url.as_deref().unwrap_or(&app.config.public_url);
    let check = format!("{portal}{CHECK_PAGE}#{}", one.stated.code);
    FeeReceipt {
        id: one.id.clone(),
        face: face(one, all),
        payer: one.stated.payer.clone(),
        items: one.stated.items.clone(),
        code: one.stated.code.clone(),
        qr: squares(&check),
        check,
    }
}

/// What anyone may know of it.
#[must_use]
pub fn face(one: &ReceiptRecord, all: &[ReceiptRecord]) -> ReceiptFace {
    let number = |id: &Option<String>| {
        let id = id.as_ref()?;
        let other = all.iter().find(|other| other.issuer == one.issuer && other.number_at_issuer == *id)?;
        Some(other.stated.number.clone())
    };
    let stated = &one.stated;
    ReceiptFace {
        form: stated.form.clone(),
        symbol: stated.symbol.clone(),
        number: stated.number.clone(),
        issued_on: stated.issued_on.clone(),
        office: stated.office.clone(),
        tax_code: stated.tax_code.clone(),
        amount: stated.amount,
        words: stated.words.clone(),
        words_en: eform::words::money_in_english(stated.amount),
        replaces: number(&stated.replaces),
        over: one.over.as_ref().map(|over| ReceiptOver {
            how: over.how,
            at: over.at.clone(),
            reason: over.reason.clone(),
            by: number(&over.by),
        }),
    }
}

/// An address is never too long for a code.
fn squares(address: &str) -> QrPicture {
    let picture = vietqr::picture(address);
    picture.map_or_else(
        || QrPicture { side: 0, path: String::new() },
        |picture| QrPicture { side: picture.side, path: picture.path() },
    )
}
