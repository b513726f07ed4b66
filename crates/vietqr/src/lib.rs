//! The text of a VietQR code: a transfer to one account at one bank, read strictly, written and drawn.
//!
//! The backend writes it, the browser reads it again and shows what it says before anybody pays. No colours, no network, no words for people; which
//! account is the right one is not decided here. Reading accepts less than banking apps do: whatever is left out of a [`Transfer`] and could change
//! who is paid or how much (tips, a second payee, a template nobody knows) is refused.
//!
//! Source: `EMVCo` QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1; the profile of NAPAS for transfers.

mod checksum;
mod parts;
mod picture;

pub use checksum::checksum;
pub use picture::{Picture, picture};

use parts::{parts, push};

/// The domain of NAPAS 247 transfers within a code.
const NAPAS: &str = "A000000727";
/// The longest purpose and the longest bill number.
const LONGEST_TEXT: usize = 25;
/// The longest account or card number.
const LONGEST_ACCOUNT: usize = 19;
/// The longest amount.
const LONGEST_AMOUNT: usize = 13;

/// What a code asks its reader to transfer.
///
/// ```
/// use vietqr::{Service, Transfer};
/// let text = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F";
/// let transfer = Transfer::read(text).unwrap();
/// assert_eq!((transfer.bin.as_str(), transfer.account.as_str()), ("970403", "0011012345678"));
/// assert_eq!((transfer.service, transfer.amount), (Service::Account, None));
/// assert_eq!(transfer.write().as_deref(), Ok(text));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Made for one payment (`12`) instead of any number of them (`11`).
    pub is_for_one: bool,
    /// The bank's number, six digits.
    pub bin: String,
    /// The number of the account or card, 1 to 19 letters and digits.
    pub account: String,
    /// What `account` is the number of.
    pub service: Service,
    /// In đồng; the payer decides when there is none.
    pub amount: Option<u64>,
    /// The number of the bill, at most 25 ASCII characters.
    pub bill: Option<String>,
    /// What the transfer is to say, at most 25 ASCII characters.
    pub purpose: Option<String>,
}

/// What is credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// An account (`QRIBFTTA`).
    Account,
    /// A card (`QRIBFTTC`).
    Card,
}

/// Why a text is no VietQR code, or why a transfer cannot be written as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A character outside printable ASCII.
    Character,
    /// A part is empty or ends before its own length, or its tag or length are no digits; the number of bytes before it on its level.
    Length(usize),
    /// A part that must be there is not.
    Missing(Tag),
    /// A part that may be there once is there again.
    Repeated(Tag),
    /// A part that could change what is paid, or that nobody knows.
    Unexpected(Tag),
    /// `00` is not the first part of its level, or `63` not the last.
    Order(Tag),
    /// A part holds something that it may not hold.
    Value(Tag),
    /// The checksum is another.
    Checksum,
}

/// Where something is: the tags from the outside inwards, `[38, 1, 0]` is the bank's number.
pub type Tag = [Option<u8>; 3];

const fn at(outer: u8) -> Tag {
    [Some(outer), None, None]
}

const fn within(outer: u8, inner: u8) -> Tag {
    [Some(outer), Some(inner), None]
}

const fn deep(outer: u8, inner: u8, innermost: u8) -> Tag {
    [Some(outer), Some(inner), Some(innermost)]
}

impl Transfer {
    /// Reads a code's text.
    ///
    /// # Errors
    /// The first [`Fault`], in the order of the text; a wrong checksum before anything that it covers.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let outer = parts(text, [None; 3])?;
        outer.allow(&[0, 1, 38, 52, 53, 54, 58, 59, 60, 61, 62, 63])?;
        outer.is_first(0)?;
        outer.is_last(63)?;
        check(text, outer.need(63)?)?;
        outer.is(0, "01")?;
        let is_for_one = match outer.need(1)? {
            "11" => false,
            "12" => true,
            _ => return Err(Fault::Value(at(1))),
        };
        let payee = parts(outer.need(38)?, at(38))?;
        payee.allow(&[0, 1, 2])?;
        payee.is_first(0)?;
        payee.is(0, NAPAS)?;
        let beneficiary = parts(payee.need(1)?, within(38, 1))?;
        beneficiary.allow(&[0, 1])?;
        let (bin, account) = (beneficiary.need(0)?, beneficiary.need(1)?);
        let service = match payee.need(2)? {
            "QRIBFTTA" => Service::Account,
            "QRIBFTTC" => Service::Card,
            _ => return Err(Fault::Value(within(38, 2))),
        };
        outer.is(53, "704")?;
        outer.is(58, "VN")?;
        let (bill, purpose) = match outer.get(62) {
            Some(more) => {
                let more = parts(more, at(62))?;
                more.allow(&[1, 8])?;
                (more.get(1).map(str::to_owned), more.get(8).map(str::to_owned))
            }
            None => (None, None),
        };
        let transfer = Self {
            is_for_one,
            bin: bin.to_owned(),
            account: account.to_owned(),
            service,
            amount: outer.get(54).map(amount).transpose()?,
            bill,
            purpose,
        };
        transfer.fault().map_or(Ok(transfer), Err)
    }

    /// Writes the code's text: the same transfer always gives the same text.
    ///
    /// # Errors
    /// [`Fault::Value`] or [`Fault::Character`] when a member holds what no code can hold.
    pub fn write(&self) -> Result<String, Fault> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        let part = |tag: u8, value: &str| {
            let mut text = String::new();
            push(&mut text, tag, value);
            text
        };
        let service = match self.service {
            Service::Account => "QRIBFTTA",
            Service::Card => "QRIBFTTC",
        };
        let beneficiary = [part(0, &self.bin), part(1, &self.account)].concat();
        let payee = [part(0, NAPAS), part(1, &beneficiary), part(2, service)].concat();
        let mut text = part(0, "01");
        push(&mut text, 1, if self.is_for_one { "12" } else { "11" });
        push(&mut text, 38, &payee);
        push(&mut text, 53, "704");
        if let Some(amount) = self.amount {
            push(&mut text, 54, &amount.to_string());
        }
        push(&mut text, 58, "VN");
        let of = |tag, text: &Option<String>| text.as_ref().map_or_else(String::new, |text| part(tag, text));
        let more = [of(1, &self.bill), of(8, &self.purpose)].concat();
        if !more.is_empty() {
            push(&mut text, 62, &more);
        }
        text.push_str("6304");
        let sum = checksum(text.as_bytes());
        Ok([text, format!("{sum:04X}")].concat())
    }

    /// What no code can hold.
    fn fault(&self) -> Option<Fault> {
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_text = |text: &Option<String>| {
            text.as_ref().is_none_or(|text| {
                (1..=LONGEST_TEXT).contains(&text.len())
                    && text.bytes().all(|byte| (0x20..0x7F).contains(&byte))
            })
        };
        let is_amount = |amount: u64| amount > 0 && amount.to_string().len() <= LONGEST_AMOUNT;
        [
            (self.bin.len() == 6 && is_number(&self.bin), deep(38, 1, 0)),
            ((1..=LONGEST_ACCOUNT).contains(&self.account.len()) && is_plain(&self.account), deep(38, 1, 1)),
            (self.amount.is_none_or(is_amount), at(54)),
            (is_text(&self.bill), within(62, 1)),
            (is_text(&self.purpose), within(62, 8)),
        ]
        .into_iter()
        .find_map(|(is_right, tag)| (!is_right).then_some(Fault::Value(tag)))
    }
}

/// Đồng have no hundredths, and no zeros in front.
fn amount(text: &str) -> Result<u64, Fault> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let amount = is_plain.then(|| text.parse().ok()).flatten();
    amount.ok_or(Fault::Value(at(54)))
}

/// Four capital hexadecimal digits over everything before them.
fn check(text: &str, told: &str) -> Result<(), Fault> {
    let is_hex = told.len() == 4 && told.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    if !is_hex {
        return Err(Fault::Value(at(63)));
    }
    let covered = &text.as_bytes()[..text.len() - told.len()];
    if format!("{:04X}", checksum(covered)) == told { Ok(()) } else { Err(Fault::Checksum) }
}
