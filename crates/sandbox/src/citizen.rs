//! The people of the sandbox, all constructed: who can sign in, and who is only known to the register.
//! Their families and histories are in `register::people`.

/// How sure the identity provider is of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Registered by oneself.
    One,
    /// Identified in person.
    Two,
}

impl Level {
    /// The value of the `loa` and `acr` claims.
    pub fn claim(self) -> &'static str {
        match self {
            Level::One => "LoA1",
            Level::Two => "LoA2",
        }
    }
}

/// A person who can sign in.
#[derive(Debug)]
pub struct Citizen {
    /// A name for addresses and tests.
    pub slug: &'static str,
    /// The 12-digit personal identification number.
    pub id: &'static str,
    /// Full name as in the identity card.
    pub name: &'static str,
    /// Date of birth, or the year alone when no more is known.
    pub birth: &'static str,
    /// `male` or `female`.
    pub sex: &'static str,
    /// Level of identification.
    pub level: Level,
    /// Whether an expired certificate lies beside the valid one.
    pub has_expired_certificate: bool,
    /// Who this is, for the pages.
    pub story: &'static str,
    /// Who this is, for the terminal.
    pub summary: &'static str,
}

/// Somebody without a story: there so that a service has as many applicants as public figures need.
const fn neighbour(
    slug: &'static str,
    id: &'static str,
    name: &'static str,
    birth: &'static str,
    sex: &'static str,
) -> Citizen {
    Citizen {
        slug,
        id,
        name,
        birth,
        sex,
        level: Level::Two,
        has_expired_certificate: false,
        story: "Hàng xóm ở phường Cửa Nam, Hà Nội. Là công dân số nên được miễn phí.",
        summary: "a neighbour in Hà Nội; digital citizen, fee waived",
    }
}

/// Everyone who can sign in: those of the stories, then their neighbours.
pub const CITIZENS: [Citizen; 15] = [
    Citizen {
        slug: "nguyen-thi-bich-hang",
        id: "001195004321",
        name: "Nguyễn Thị Bích Hằng",
        birth: "1995-02-14",
        sex: "female",
        level: Level::Two,
        has_expired_certificate: false,
        story: "Ở phường Cửa Nam, Hà Nội, đã kết hôn. Chưa là công dân số nên phải nộp phí.",
        summary: "married mother in Hà Nội; not a digital citizen, pays the fee",
    },
    Citizen {
        slug: "le-van-thanh",
        id: "079090001234",
        name: "Lê Văn Thành",
        birth: "1990-09-02",
        sex: "male",
        level: Level::Two,
        has_expired_certificate: false,
        story: "Ở phường Bến Thành, Thành phố Hồ Chí Minh, một mình nuôi con. Là công dân số nên được miễn phí. Giám đốc một tiệm bánh mì.",
        summary: "single father in Hồ Chí Minh City; digital citizen, fee waived; director of a bakery company",
    },
    Citizen {
        slug: "giang-thi-mua",
        id: "010303000456",
        name: "Giàng Thị Mua",
        birth: "2003-11-20",
        sex: "female",
        level: Level::Two,
        has_expired_certificate: true,
        story: "Dân tộc Mông, ở xã Tả Phìn, Lào Cai, chưa kết hôn. Là công dân số; có thêm một chứng thư số đã hết hạn.",
        summary: "unmarried mother in Lào Cai; digital citizen, has an expired certificate beside the valid one",
    },
    Citizen {
        slug: "tran-van-bay",
        id: "092048000321",
        name: "Trần Văn Bảy",
        birth: "1948",
        sex: "male",
        level: Level::Two,
        has_expired_certificate: false,
        story: "Ở phường Ninh Kiều, Cần Thơ, cha của anh Lê Văn Thành (mang họ mẹ). Cơ sở dữ liệu chỉ biết năm sinh 1948. Phải nộp phí.",
        summary: "older man in Cần Thơ, Lê Văn Thành's father; only his year of birth is known, pays the fee",
    },
    Citizen {
        slug: "pham-thi-khong-co",
        id: "036192000789",
        name: "Phạm Thị Không Có",
        birth: "1992-06-30",
        sex: "female",
        level: Level::One,
        has_expired_certificate: false,
        story: "Đăng nhập được ở mức 1 nhưng không có trong cơ sở dữ liệu dân cư.",
        summary: "signs in at level 1; the population register does not know her",
    },
    Citizen {
        slug: "hoang-van-cham",
        id: "031088000987",
        name: "Hoàng Văn Chậm",
        birth: "1988-12-01",
        sex: "male",
        level: Level::Two,
        has_expired_certificate: false,
        story: "Đăng nhập được, nhưng cơ sở dữ liệu dân cư báo lỗi mỗi khi tra cứu.",
        summary: "signs in; the population register answers 503 whenever he is looked up",
    },
    neighbour("dang-van-loi", "048085000111", "Đặng Văn Lợi", "1985-03-12", "male"),
    neighbour("ton-nu-dieu-hien", "046190000222", "Tôn Nữ Diệu Hiền", "1990-07-08", "female"),
    neighbour("ho-van-nguyen", "066092000333", "Hồ Văn Nguyên", "1992-01-25", "male"),
    neighbour("thach-thi-sa-ray", "091187000444", "Thạch Thị Sa Rây", "1987-10-30", "female"),
    neighbour("nong-van-son", "004094000555", "Nông Văn Sơn", "1994-05-17", "male"),
    neighbour("do-thi-kim-oanh", "001186000666", "Đỗ Thị Kim Oanh", "1986-11-02", "female"),
    neighbour("vu-dinh-khoi", "034083000777", "Vũ Đình Khôi", "1983-04-19", "male"),
    neighbour("luong-thi-ngoc-lan", "038191000888", "Lương Thị Ngọc Lan", "1991-09-09", "female"),
    neighbour("truong-thi-my-hanh", "052189000999", "Trương Thị Mỹ Hạnh", "1989-06-06", "female"),
];

/// The neighbours.
pub fn neighbours() -> &'static [Citizen] {
    CITIZENS.get(6..).unwrap_or_default()
}

/// Finds a citizen by number.
pub fn by_id(id: &str) -> Option<&'static Citizen> {
    CITIZENS.iter().find(|citizen| citizen.id == id)
}

/// Finds a citizen by slug.
pub fn by_slug(slug: &str) -> Option<&'static Citizen> {
    CITIZENS.iter().find(|citizen| citizen.slug == slug)
}

/// Whether a text has the form of a personal identification number.
pub fn is_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_agrees_with_sex_and_year_of_birth() {
        for citizen in &CITIZENS {
            assert!(is_id(citizen.id), "{}", citizen.slug);
            let century_and_sex = citizen.id.as_bytes()[3] - b'0';
            let year = 1900 + u32::from(century_and_sex / 2) * 100 + citizen.id[4..6].parse::<u32>().unwrap();
            assert_eq!(citizen.birth[..4].parse(), Ok(year), "{}", citizen.slug);
            assert_eq!(citizen.sex == "female", century_and_sex % 2 == 1, "{}", citizen.slug);
        }
    }
}
