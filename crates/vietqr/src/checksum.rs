//! CRC-16/CCITT-FALSE: polynomial 1021, beginning with FFFF, no reflection. It finds slips, not forgers.

/// The checksum of some bytes; of a code's text, everything up to and including `6304`.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |sum, byte| {
        (0..8).fold(sum ^ (u16::from(*byte) << 8), |sum, _| {
            if sum & 0x8000 == 0 { sum << 1 } else { (sum << 1) ^ 0x1021 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn the_check_value_of_the_catalogue_comes_out() {
        assert_eq!(checksum(b"123456789"), 0x29B1);
    }

    #[test]
    fn circulating_samples_have_their_checksums_although_two_of_them_are_no_codes() {
        for (text, sum) in [
            (
                "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304",
                0xF4E5,
            ),
            (
                "00020001021238570010A00000072701270006970436011308810004580860208QRIBFTTA53037045802VN6304",
                0xCD60,
            ),
        ] {
            assert_eq!(checksum(text.as_bytes()), sum);
        }
    }
}
