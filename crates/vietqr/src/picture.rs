//! A text as the squares of a QR code (ISO/IEC 18004), with the quiet zone around it. Colours and pixels are the caller's.

use qrcodegen::{QrCode, QrCodeEcc};

/// The quiet zone on each side, in squares: the least that the standard asks for.
const QUIET: u32 = 4;

/// The dark squares of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width and height with the quiet zone, in squares.
    pub side: u32,
    /// Dark squares beside each other: column, row, how many.
    pub runs: Vec<(u32, u32, u32)>,
}

impl Picture {
    /// The dark squares as a path of an SVG image, a square to a unit.
    #[must_use]
    pub fn path(&self) -> String {
        let run = |(column, row, length): &(u32, u32, u32)| {
            let [column, row, length] = [column, row, length].map(u32::to_string);
            ["M", &column, " ", &row, "h", &length, "v1h-", &length, "z"].concat()
        };
        self.runs.iter().map(run).collect()
    }
}

/// Draws a text with medium error correction; none when it is too long for any code.
#[must_use]
pub fn picture(text: &str) -> Option<Picture> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut runs: Vec<(u32, u32, u32)> = Vec::new();
    for (row, y) in (QUIET..).zip(0..code.size()) {
        for (column, x) in (QUIET..).zip(0..code.size()) {
            if !code.get_module(x, y) {
                continue;
            }
            match runs.last_mut() {
                Some((from, at, length)) if *at == row && *from + *length == column => *length += 1,
                _ => runs.push((column, row, 1)),
            }
        }
    }
    Some(Picture { side: u32::try_from(code.size()).ok()? + 2 * QUIET, runs })
}
