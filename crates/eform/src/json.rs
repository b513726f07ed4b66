//! Reading JSON into types by the names of their members. Derived readers are made anew for every type, and what the portal reads of the
//! backend's answers was a tenth of its download; these share one reader of JSON text. Writing stays derived.
//!
//! Reading schemas is in `schema/reader.rs`, which tells an author every mistake; here the first one is enough.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::{Map, Value};

/// What was read, or the name of the member that is missing or is not what it should be.
pub type Read<T> = Result<T, &'static str>;

/// What can be read from a JSON value.
pub trait FromJson: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// The name of the member that is missing or wrong; empty when it is the value itself.
    fn from_json(value: Value) -> Read<Self>;

    /// What an absent member is read as, where that is allowed.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

/// Reads JSON text; `None` when it is not JSON or not of this shape.
#[must_use]
pub fn read<T: FromJson>(text: &str) -> Option<T> {
    T::from_json(value(text)?).ok()
}

/// One reader of text for all types.
#[inline(never)]
fn value(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The way through serde, for types that [`from_json!`](crate::from_json) reads within derived ones.
///
/// # Errors
/// Names the member that is missing or wrong.
pub fn deserialize<'de, T: FromJson, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::from_json(Value::deserialize(from)?).map_err(D::Error::missing_field)
}

/// The members of an object, taken one by one.
pub struct Members(Map<String, Value>);

impl Members {
    /// Opens an object.
    ///
    /// # Errors
    /// When it is none.
    pub fn of(value: Value) -> Read<Self> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(""),
        }
    }

    /// Takes a member.
    ///
    /// # Errors
    /// When it is wrong, or absent and needed.
    pub fn take<T: FromJson>(&mut self, name: &'static str) -> Read<T> {
        match self.0.remove(name) {
            Some(value) => T::from_json(value).map_err(|inner| if inner.is_empty() { name } else { inner }),
            None => T::absent().ok_or(name),
        }
    }

    /// Takes a member whose absence means the default.
    ///
    /// # Errors
    /// When it is wrong.
    pub fn take_or_default<T: FromJson + Default>(&mut self, name: &'static str) -> Read<T> {
        Ok(self.take::<Option<T>>(name)?.unwrap_or_default())
    }

    /// What nobody has asked for.
    #[must_use]
    pub fn rest(self) -> Map<String, Value> {
        self.0
    }

    /// Refuses members that nobody has asked for.
    ///
    /// # Errors
    /// When there are any.
    pub fn nothing_more(self) -> Read<()> {
        if self.0.is_empty() { Ok(()) } else { Err("unknown member") }
    }
}

/// Makes structs readable, member by member: `name as "type"` is called so in JSON, `name or default` may be absent. Members that are
/// not named are left alone; with `only` before a struct they are refused.
///
/// ```
/// struct Paper { kind: String, copies: u32 }
/// eform::from_json! { Paper { kind as "type", copies or default } }
/// let paper: Paper = eform::json::read(r#"{"type": "pdf", "colour": "red"}"#).unwrap();
/// assert_eq!((paper.kind.as_str(), paper.copies), ("pdf", 0));
/// ```
#[macro_export]
macro_rules! from_json {
    ($(only $name:ident { $($members:tt)+ })+) => {
        $($crate::from_json!(@read $name nothing_more $($members)+);)+
    };
    ($($name:ident { $($members:tt)+ })+) => {
        $($crate::from_json!(@read $name rest $($members)+);)+
    };
    (@read $name:ident $end:ident $($member:ident $(as $key:literal)? $(or $default:ident)?),+ $(,)?) => {
        impl $crate::json::FromJson for $name {
            fn from_json(value: ::serde_json::Value) -> $crate::json::Read<Self> {
                let mut of = $crate::json::Members::of(value)?;
                let read = Self { $($member: $crate::from_json!(@take of, $member, [$($key)?], [$($default)?])),+ };
                $crate::from_json!(@end of $end);
                Ok(read)
            }
        }
        $crate::from_json!(@serde $name);
    };
    (@take $of:ident, $member:ident, [], []) => { $of.take(stringify!($member))? };
    (@take $of:ident, $member:ident, [$key:literal], []) => { $of.take($key)? };
    (@take $of:ident, $member:ident, [], [default]) => { $of.take_or_default(stringify!($member))? };
    (@end $of:ident rest) => {};
    (@end $of:ident nothing_more) => { $of.nothing_more()?; };
    (@serde $name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::json::deserialize(from)
            }
        }
    };
}

/// Makes an enum of words readable; the compiler asks for every word.
#[macro_export]
macro_rules! word_from_json {
    ($($name:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        impl $crate::json::FromJson for $name {
            fn from_json(value: ::serde_json::Value) -> $crate::json::Read<Self> {
                const _: fn($name) = |word| match word { $($name::$variant => {})+ };
                match value.as_str() {
                    $(Some($word) => Ok(Self::$variant),)+
                    _ => Err(""),
                }
            }
        }
        $crate::from_json!(@serde $name);
    )+};
}

impl FromJson for Value {
    fn from_json(value: Value) -> Read<Self> {
        Ok(value)
    }
}

impl FromJson for Map<String, Value> {
    fn from_json(value: Value) -> Read<Self> {
        Members::of(value).map(Members::rest)
    }
}

impl FromJson for String {
    fn from_json(value: Value) -> Read<Self> {
        match value {
            Value::String(text) => Ok(text),
            _ => Err(""),
        }
    }
}

impl FromJson for bool {
    fn from_json(value: Value) -> Read<Self> {
        value.as_bool().ok_or("")
    }
}

impl FromJson for u64 {
    fn from_json(value: Value) -> Read<Self> {
        value.as_u64().ok_or("")
    }
}

impl FromJson for u32 {
    fn from_json(value: Value) -> Read<Self> {
        u64::from_json(value)?.try_into().map_err(|_| "")
    }
}

impl FromJson for u16 {
    fn from_json(value: Value) -> Read<Self> {
        u64::from_json(value)?.try_into().map_err(|_| "")
    }
}

impl FromJson for u8 {
    fn from_json(value: Value) -> Read<Self> {
        u64::from_json(value)?.try_into().map_err(|_| "")
    }
}

/// Absent, `null` or there.
impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: Value) -> Read<Self> {
        if value.is_null() { Ok(None) } else { T::from_json(value).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value) -> Read<Self> {
        match value {
            Value::Array(items) => items.into_iter().map(T::from_json).collect(),
            _ => Err(""),
        }
    }
}

/// Filled one by one: collecting would bring a sort of its own for every type.
impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(value: Value) -> Read<Self> {
        let mut all = Self::new();
        for (name, value) in Members::of(value)?.rest() {
            all.insert(name, T::from_json(value)?);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::{FromJson, read};

    #[derive(Debug, PartialEq)]
    struct Page {
        id: String,
        number: u8,
        note: Option<String>,
        lines: Vec<u32>,
    }
    from_json! { Page { id, number as "no", note, lines or default } }

    #[derive(Debug, PartialEq)]
    struct Strict {
        flags: BTreeMap<String, bool>,
    }
    from_json! { only Strict { flags } }

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Turn {
        You,
        Office,
    }
    word_from_json! { Turn { You = "you", Office = "office" } }

    #[test]
    fn members_are_read_by_their_names_and_others_left_alone() {
        let page = Page { id: "a".into(), number: 7, note: None, lines: vec![] };
        assert_eq!(read::<Page>(r#"{"id": "a", "no": 7, "note": null, "colour": 1}"#), Some(page));
    }

    #[test]
    fn a_member_that_is_missing_or_of_another_shape_is_named() {
        let error = |value| Page::from_json(value).unwrap_err();
        assert_eq!(error(json!({"no": 7})), "id");
        assert_eq!(error(json!({"id": "a", "no": 256})), "no");
        assert_eq!(error(json!({"id": "a", "no": 7.5})), "no");
        assert_eq!(error(json!({"id": "a", "no": 7, "note": 1})), "note");
        assert_eq!(error(json!({"id": "a", "no": 7, "lines": ["b"]})), "lines");
        assert_eq!(error(json!([])), "");
    }

    #[test]
    fn where_only_the_named_members_may_stand_a_further_one_is_refused() {
        assert!(read::<Strict>(r#"{"flags": {"x": true}}"#).is_some());
        assert!(read::<Strict>(r#"{"flags": {}, "more": 1}"#).is_none());
    }

    #[test]
    fn a_word_is_read_and_another_one_refused() {
        assert_eq!(Turn::from_json(json!("office")), Ok(Turn::Office));
        assert_eq!(Turn::from_json(json!("yours")), Err(""));
        assert_eq!(Turn::from_json(json!(1)), Err(""));
    }

    #[test]
    fn serde_reads_the_same_types_and_names_what_is_wrong() {
        assert_eq!(serde_json::from_str::<Turn>("\"you\"").unwrap(), Turn::You);
        let error = serde_json::from_str::<Page>(r#"{"id": "a"}"#).unwrap_err();
        assert!(error.to_string().contains("no"), "{error}");
    }
}
