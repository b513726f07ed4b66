//! Photos as one PDF: a page of A4 for each, the picture as large as the page allows. Only what ISO 32000-1 asks for; no
//! fonts, no dates, no names of programs.

use crate::jpeg;

/// The shorter side of A4 (ISO 216: 210 mm) in hundredths of a point, the unit of every length here.
const SHORT: u64 = 59_528;
/// Its longer side, 297 mm.
const LONG: u64 = 84_189;
/// White around the picture, 5 mm: what office printers leave out.
const MARGIN: u64 = 1_417;

/// One page.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// A JPEG that is upright as it is.
    pub jpeg: &'a [u8],
}

/// Makes the PDF; nothing when there is no picture, or one of them is no JPEG in grey or colour.
#[must_use]
pub fn of_pictures(pictures: &[Picture<'_>]) -> Option<Vec<u8>> {
    if pictures.is_empty() {
        return None;
    }
    let mut made = Made { bytes: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec(), places: Vec::new() };
    let kids: Vec<String> = (0..pictures.len()).map(|at| format!("{} 0 R", 3 + 3 * at)).collect();
    made.object(b"<</Type/Catalog/Pages 2 0 R>>");
    made.object(format!("<</Type/Pages/Count {}/Kids[{}]>>", kids.len(), kids.join(" ")).as_bytes());
    for picture in pictures {
        page(&mut made, picture.jpeg)?;
    }
    Some(made.finish())
}

fn page(made: &mut Made, picture: &[u8]) -> Option<()> {
    let jpeg::Header { width, height, components, .. } = jpeg::header(picture)?;
    let colours = match components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => return None,
    };
    let [wide, high] = [width, height].map(u64::from);
    if wide == 0 || high == 0 {
        return None;
    }
    let (page_wide, page_high) = if wide > high { (LONG, SHORT) } else { (SHORT, LONG) };
    let [room_wide, room_high] = [page_wide, page_high].map(|side| side - 2 * MARGIN);
    let (shown_wide, shown_high) = if wide * room_high > high * room_wide {
        (room_wide, (room_wide * high / wide).max(1))
    } else {
        ((room_high * wide / high).max(1), room_high)
    };
    let [left, low] = [(page_wide - shown_wide) / 2, (page_high - shown_high) / 2].map(points);
    let [page_wide, page_high, shown_wide, shown_high] =
        [page_wide, page_high, shown_wide, shown_high].map(points);
    let own = made.places.len() + 1;
    let (content, image) = (own + 1, own + 2);
    made.object(
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page_wide} {page_high}]/Contents {content} 0 R\
             /Resources<</XObject<</P {image} 0 R>>>>>>"
        )
        .as_bytes(),
    );
    let draw = format!("q {shown_wide} 0 0 {shown_high} {left} {low} cm /P Do Q");
    made.stream("", draw.as_bytes());
    made.stream(
        &format!(
            "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{colours}/BitsPerComponent 8\
             /Filter/DCTDecode"
        ),
        picture,
    );
    Some(())
}

/// Hundredths as a decimal number.
fn points(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A file in the making; object numbers are places in the list, from 1.
struct Made {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl Made {
    fn object(&mut self, body: &[u8]) {
        self.places.push(self.bytes.len());
        self.bytes.extend(format!("{} 0 obj\n", self.places.len()).as_bytes());
        self.bytes.extend(body);
        self.bytes.extend(b"\nendobj\n");
    }

    fn stream(&mut self, entries: &str, bytes: &[u8]) {
        let head = format!("<<{entries}/Length {}>>\nstream\n", bytes.len());
        self.object(&[head.as_bytes(), bytes, b"\nendstream"].concat());
    }

    fn finish(mut self) -> Vec<u8> {
        let (at, size) = (self.bytes.len(), self.places.len() + 1);
        let mut tail = format!("xref\n0 {size}\n0000000000 65535 f \n");
        tail.extend(self.places.iter().map(|place| format!("{place:010} 00000 n \n")));
        let end = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n");
        self.bytes.extend([tail, end].concat().as_bytes());
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::{Picture, of_pictures};

    /// A JPEG without pixels worth seeing, of this size.
    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let [w, h] = [width, height].map(u16::to_be_bytes);
        let frame =
            [&b"\xff\xd8\xff\xc0\0\x11\x08"[..], &h, &w, b"\x03\x01\x11\0\x02\x11\0\x03\x11\0"].concat();
        [&frame[..], b"\xff\xda\0\x08\x01\x01\0\0\x3f\0x\xff\xd9"].concat()
    }

    /// One character for each byte.
    fn ascii(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '.' }).collect()
    }

    #[test]
    fn every_entry_of_the_table_leads_to_its_object() {
        let (tall, wide) = (jpeg(1240, 1754), jpeg(1754, 1240));
        let bytes = of_pictures(&[Picture { jpeg: &tall }, Picture { jpeg: &wide }]).unwrap();
        let text = ascii(&bytes);
        let start: usize =
            text.rsplit_once("startxref\n").unwrap().1.split('\n').next().unwrap().parse().unwrap();
        let table = &text[start..];
        assert!(table.starts_with("xref\n0 9\n0000000000 65535 f \n"), "{table}");
        for (number, line) in table.lines().skip(3).take(8).enumerate() {
            let at: usize = line[..10].parse().unwrap();
            assert!(text[at..].starts_with(&format!("{} 0 obj\n", number + 1)), "{line}");
        }
        assert!(
            text.contains("/MediaBox[0 0 595.28 841.89]") && text.contains("/MediaBox[0 0 841.89 595.28]")
        );
        assert!(text.ends_with("%%EOF\n"));
    }

    #[test]
    fn a_long_receipt_fits_on_its_page_and_keeps_its_shape() {
        let bytes = of_pictures(&[Picture { jpeg: &jpeg(500, 5000) }]).unwrap();
        let text = ascii(&bytes);
        assert!(text.contains("q 81.35 0 0 813.55 256.96 14.17 cm /P Do Q"), "{text}");
    }

    #[test]
    fn no_picture_makes_no_paper() {
        assert_eq!(of_pictures(&[]), None);
        assert_eq!(of_pictures(&[Picture { jpeg: b"%PDF" }]), None);
    }
}
