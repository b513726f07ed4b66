//! Moments of the form `2026-11-21T08:05:00Z` as numbers. Clocks and local time deliberately do not live here.

/// A moment in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
}

impl Moment {
    /// Exactly twenty characters that name a day of the calendar and a second of the day; leap seconds are refused.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 20 {
            return None;
        }
        let has_form = bytes.iter().zip(b"0000-00-00T00:00:00Z").all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            mark => mark == byte,
        });
        if !has_form {
            return None;
        }
        let number = |from: usize, to: usize| {
            bytes[from..to].iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
        };
        let moment = Self {
            year: number(0, 4),
            month: number(5, 7),
            day: number(8, 10),
            hour: number(11, 13),
            minute: number(14, 16),
            second: number(17, 19),
        };
        moment.is_real().then_some(moment)
    }

    fn is_real(self) -> bool {
        let is_leap =
            self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        let days = match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => 0,
        };
        (1..=days).contains(&self.day) && self.hour < 24 && self.minute < 60 && self.second < 60
    }

    /// Whether ASN.1 writes it with two digits for the year (RFC 5652, 11.3: the years 1950 to 2049).
    pub(super) fn is_utc_time(self) -> bool {
        (1950..2050).contains(&self.year)
    }

    /// The digits of an ASN.1 time, with `Z`; two digits for the year when [`Moment::is_utc_time`].
    pub(super) fn asn1(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(15);
        if !self.is_utc_time() {
            push_two(&mut out, self.year / 100);
        }
        for number in [self.year % 100, self.month, self.day, self.hour, self.minute, self.second] {
            push_two(&mut out, number);
        }
        out.push(b'Z');
        out
    }
}

/// Two decimal digits; `number` is below 100.
fn push_two(out: &mut Vec<u8>, number: u32) {
    out.extend(
        [number / 10 % 10, number % 10]
            .iter()
            .filter_map(|digit| u8::try_from(*digit).ok())
            .map(|digit| b'0' + digit),
    );
}

#[cfg(feature = "container")]
impl Moment {
    /// Seconds since 1970; none before that.
    pub(super) fn unix(self) -> Option<u64> {
        let (year, month) = (u64::from(self.year), u64::from(self.month));
        // Years that begin in March: the leap day is the last of them.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
        let days =
            year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + u64::from(self.day) - 1;
        let days = days.checked_sub(719_468)?;
        Some(((days * 24 + u64::from(self.hour)) * 60 + u64::from(self.minute)) * 60 + u64::from(self.second))
    }

    /// The seconds since 1970 of an ASN.1 `GeneralizedTime` as DER writes it; a fraction of a second is read and dropped
    /// (X.690, 11.7; RFC 3161, 2.4.2).
    pub(super) fn generalized(text: &[u8]) -> Option<u64> {
        let (digits, rest) = text.split_at_checked(14)?;
        let has_fraction = match rest {
            [b'.', fraction @ .., last, b'Z'] => {
                *last != b'0' && last.is_ascii_digit() && fraction.iter().all(u8::is_ascii_digit)
            }
            rest => rest == b"Z",
        };
        let digits = std::str::from_utf8(digits).ok().filter(|digits| has_fraction && digits.is_ascii())?;
        let (date, time) = digits.split_at(8);
        let text = format!(
            "{}-{}-{}T{}:{}:{}Z",
            &date[..4],
            &date[4..6],
            &date[6..],
            &time[..2],
            &time[2..4],
            &time[4..]
        );
        Self::parse(&text)?.unix()
    }

    /// The moment that is so many seconds after 1970, as text.
    pub(super) fn text(seconds: u64) -> String {
        let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
        let era = days / 146_097;
        let of_era = days % 146_097;
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn only_real_moments_in_the_one_form_are_read() {
        for good in ["2026-11-21T08:05:00Z", "2024-02-29T23:59:59Z", "2000-02-29T00:00:00Z"] {
            assert!(Moment::parse(good).is_some(), "{good}");
        }
        let bad = [
            "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00+",
            "2026-01-01 00:00:00Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00.0Z",
            "+026-01-01T00:00:00Z",
            "",
        ];
        for bad in bad {
            assert_eq!(Moment::parse(bad), None, "{bad}");
        }
    }

    #[cfg(feature = "container")]
    #[test]
    fn every_day_of_six_centuries_survives_the_way_to_seconds_and_back() {
        for day in 0..219_146_u64 {
            let seconds = day * 86_400 + day % 86_400;
            let text = Moment::text(seconds);
            assert_eq!(Moment::parse(&text).and_then(Moment::unix), Some(seconds), "{text}");
        }
        assert_eq!(Moment::text(1_795_248_300), "2026-11-21T08:05:00Z");
        assert_eq!(Moment::text(951_782_400), "2000-02-29T00:00:00Z");
    }
}
