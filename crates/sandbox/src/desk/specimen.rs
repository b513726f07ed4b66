//! The smallest document that a reader opens: one page of a few lines. It is a specimen and says so; its letters are plain
//! ASCII, because the fonts that every reader has know no others.

use std::fmt::Write;

/// A PDF with these lines.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut drawn = String::from("BT /F 14 Tf 60 760 Td 24 TL (MAU THU NGHIEM, KHONG CO GIA TRI PHAP LY) Tj");
    for line in lines {
        let plain: String = line.chars().filter(|c| c.is_ascii() && !matches!(c, '(' | ')' | '\\')).collect();
        // Writing into a text cannot fail.
        let _ = write!(drawn, " T* ({plain}) Tj");
    }
    drawn.push_str(" ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (vi) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::new();
    for (position, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", position + 1);
    }
    let start = file.len();
    let _ = write!(
        file,
        "xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::pdf;

    #[test]
    fn the_table_of_a_document_says_where_its_objects_are() {
        let text = String::from_utf8(pdf(&["So: 0001/TLKS-BS", "a(b)\\c"])).unwrap();
        let start: usize =
            text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
        let entries: Vec<_> = text[start..].lines().skip(3).take(5).collect();
        for (position, entry) in entries.iter().enumerate() {
            let at: usize = entry[..10].parse().unwrap();
            assert!(text[at..].starts_with(&format!("{} 0 obj", position + 1)), "{entry}");
        }
        assert!(text.contains("(abc) Tj"));
    }
}
