//! The enterprise that has certificates of its own; the register of enterprises knows it under the same code.

/// Its name.
pub const NAME: &str = "Công ty TNHH Bánh mì Bến Thành";
/// Its tax code, which is its account at signing services.
pub const CODE: &str = "0312345673";
/// Who represents it and holds its keys.
pub const HOLDER: &str = "le-van-thanh";

/// Whether a text has the form of an enterprise's tax code.
pub fn is_code(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}
