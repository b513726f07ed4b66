//! Whether what an issuer says is a receipt for this payment, and the same that it said before.

use eform::CivilDate;

use super::{Issued, Settled, words};
use crate::store::ReceiptRecord;

/// The shortest look-up code that is kept: twelve letters and digits are sixty bits, too many to try out.
const SHORTEST_CODE: usize = 12;
const LONGEST_CODE: usize = 64;

/// Why it is not kept; for the log, without a value.
pub(super) fn judge(one: &Issued, of: &Settled, kept: &[ReceiptRecord]) -> Result<(), &'static str> {
    let stated = &one.stated;
    let sum = stated.items.iter().try_fold(0_u64, |sum, item| sum.checked_add(item.amount));
    let is_code = (SHORTEST_CODE..=LONGEST_CODE).contains(&stated.code.len())
        && stated.code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let is_whole =
        [&stated.form, &stated.symbol, &stated.number, &stated.office, &stated.tax_code, &stated.words]
            .iter()
            .all(|part| !part.trim().is_empty());
    if !is_whole || CivilDate::parse(&stated.issued_on).is_none() {
        return Err("a field is missing");
    }
    if stated.amount != of.order.amount || sum != Some(stated.amount) {
        return Err("it is over another amount");
    }
    if words::say_another(&stated.words, stated.amount) {
        return Err("its words say another amount");
    }
    if !is_code {
        return Err("its look-up code could be guessed");
    }
    match kept.iter().find(|kept| kept.number_at_issuer == one.id) {
        Some(kept) if kept.file != one.file => Err("it is not what was issued before"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use dossier::DueItem;

    use super::super::Stated;
    use super::*;
    use crate::store::{Order, Way};

    fn settled() -> Settled {
        let order = Order {
            reference: "A".to_owned(),
            dossier: "d".to_owned(),
            provider: "vnpay".to_owned(),
            amount: 16_000,
            way: Way::None,
            created_at: 0,
            transaction: Some("1".to_owned()),
        };
        Settled { dossier: "d".to_owned(), code: None, notice: None, order }
    }

    fn issued(change: impl FnOnce(&mut Issued)) -> Issued {
        let stated = Stated {
            form: "01BLP0-001".to_owned(),
            symbol: "01AA-26E".to_owned(),
            number: "0000001".to_owned(),
            issued_on: "2026-11-23".to_owned(),
            office: "Ủy ban nhân dân".to_owned(),
            tax_code: "0100000001".to_owned(),
            payer: "N".to_owned(),
            items: vec![DueItem { name: "Lệ phí".to_owned(), amount: 16_000 }],
            amount: 16_000,
            words: "mười sáu nghìn đồng".to_owned(),
            code: "ABCD2345EFGH".to_owned(),
            replaces: None,
        };
        let (id, name) = ("1".to_owned(), "bien-lai.json".to_owned());
        let mut one = Issued { id, stated, file: vec![1], name, over: None };
        change(&mut one);
        one
    }

    #[test]
    fn only_a_whole_receipt_for_this_amount_with_a_code_that_cannot_be_guessed_is_kept() {
        let judged = |change: fn(&mut Issued)| judge(&issued(change), &settled(), &[]);
        assert_eq!(judged(|_| ()), Ok(()));
        assert_eq!(judged(|one| one.stated.tax_code.clear()), Err("a field is missing"));
        assert_eq!(judged(|one| one.stated.issued_on = "23/11/2026".to_owned()), Err("a field is missing"));
        assert_eq!(judged(|one| one.stated.amount = 1), Err("it is over another amount"));
        assert_eq!(judged(|one| one.stated.items[0].amount = 1), Err("it is over another amount"));
        assert_eq!(judged(|one| one.stated.items.clear()), Err("it is over another amount"));
        let said = |words: &str| judge(&issued(|one| one.stated.words = words.to_owned()), &settled(), &[]);
        assert_eq!(said("Mười bảy nghìn đồng chẵn."), Err("its words say another amount"));
        assert_eq!(said("Sixteen thousand dong"), Ok(()), "words that we cannot read");
        for code in ["0000001", "ABCD-2345-EFGH", "abcd2345efgh"] {
            let one = issued(|one| one.stated.code = code.to_owned());
            assert_eq!(judge(&one, &settled(), &[]), Err("its look-up code could be guessed"), "{code}");
        }
    }

    #[test]
    fn other_bytes_under_a_known_id_are_refused() {
        let kept = ReceiptRecord::new("desk", &settled(), issued(|_| ()), 0).unwrap();
        let other = issued(|one| one.file.push(2));
        assert_eq!(judge(&issued(|_| ()), &settled(), std::slice::from_ref(&kept)), Ok(()));
        assert_eq!(judge(&other, &settled(), &[kept]), Err("it is not what was issued before"));
    }
}
