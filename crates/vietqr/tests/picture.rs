//! What is drawn is read back by a decoder that others wrote.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rqrr::PreparedImage;
use vietqr::{Service, Transfer, picture};

/// Pixels per square.
const PIXELS: usize = 4;

/// What a camera would read.
fn scanned(text: &str) -> String {
    let picture = picture(text).unwrap();
    let side = usize::try_from(picture.side).unwrap() * PIXELS;
    let is_dark = |x: usize, y: usize| {
        picture.runs.iter().any(|(column, row, length)| {
            let (from, at, length) = (*column as usize, *row as usize, *length as usize);
            at == y / PIXELS && (from..from + length).contains(&(x / PIXELS))
        })
    };
    let mut image =
        PreparedImage::prepare_from_greyscale(side, side, |x, y| if is_dark(x, y) { 0 } else { 255 });
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "{text}");
    grids[0].decode().unwrap().1
}

#[test]
fn a_code_of_every_length_is_read_back_by_another_decoder() {
    for (account, amount, purpose) in [
        ("1", None, None),
        ("0011002233445", Some(16_000), Some("CDABCDEFGH2345")),
        ("1234567890123456789", Some(9_999_999_999_999), Some("Thanh toan le phi ho so 1")),
    ] {
        let transfer = Transfer {
            is_for_one: true,
            bin: "970999".to_owned(),
            account: account.to_owned(),
            service: Service::Account,
            amount,
            bill: None,
            purpose: purpose.map(str::to_owned),
        };
        let text = transfer.write().unwrap();
        assert_eq!(scanned(&text), text);
        assert_eq!(Transfer::read(&scanned(&text)), Ok(transfer));
    }
}

#[test]
fn nothing_is_drawn_of_a_text_that_no_code_holds() {
    assert_eq!(picture(&"x".repeat(3_000)), None);
}
