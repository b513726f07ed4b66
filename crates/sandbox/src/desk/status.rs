//! The ten national status codes and the moves between them that the desk allows.

/// A status with its official name.
pub const NAMES: [&str; 10] = [
    "Mới đăng ký",
    "Được tiếp nhận",
    "Không được tiếp nhận",
    "Đang xử lý",
    "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính",
    "Công dân yêu cầu rút hồ sơ",
    "Dừng xử lý",
    "Đã xử lý xong",
    "Đã trả kết quả",
];

/// The status in which a date is promised.
pub const RECEIVED: u8 = 2;

/// The status in which a dossier is worked on.
pub const AT_WORK: u8 = 4;

/// The status in which a fee is asked for.
pub const OWES: u8 = 6;

/// The status in which a result is there.
pub const DONE: u8 = 9;

/// The name of a status.
pub fn name(status: u8) -> &'static str {
    usize::from(status).checked_sub(1).and_then(|at| NAMES.get(at)).copied().unwrap_or("Không rõ")
}

/// Where a dossier can go from a status.
pub fn next(status: u8) -> &'static [u8] {
    match status {
        1 => &[2, 3, 5, 7],
        2 => &[4, 5, 6, 7, 8],
        4 => &[5, 6, 7, 8, 9],
        5 => &[2, 3, 4, 7, 8],
        6 => &[4, 7, 8],
        // A withdrawal is either granted or turned down.
        7 => &[4, 8],
        9 => &[10],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_stopped_and_returned_dossiers_go_nowhere() {
        for last in [3, 8, 10] {
            assert!(next(last).is_empty(), "{last}");
        }
    }

    #[test]
    fn every_status_can_be_reached_and_leads_to_an_end() {
        let mut reached = vec![1_u8];
        let mut at = 0;
        while at < reached.len() {
            for status in next(reached[at]) {
                if !reached.contains(status) {
                    reached.push(*status);
                }
            }
            at += 1;
        }
        reached.sort_unstable();
        assert_eq!(reached, (1..=10).collect::<Vec<_>>());
        assert!((1..=10).all(|status| next(status).is_empty() || !next(status).contains(&status)));
    }

    #[test]
    fn an_unknown_code_has_a_name_too() {
        assert_eq!(name(0), "Không rõ");
        assert_eq!(name(99), "Không rõ");
        assert_eq!(name(10), "Đã trả kết quả");
    }
}
