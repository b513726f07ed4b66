//! The kinds of fields: a closed list. Each kind has one file here with its properties, `parse` (what was typed to a
//! value or faults) and `show` (a value to what a widget holds); every `match` names every kind, so the compiler is
//! the checklist for a new one. What needs other answers (bounds, comparisons) is in `instance/check.rs`.

pub mod address;
pub mod agency;
pub mod attestation;
pub mod catalogue;
pub mod choice;
pub mod choices;
pub mod date;
pub mod date_words;
pub mod email;
pub mod file;
pub mod group;
pub mod long_text;
pub mod money;
pub mod notice;
pub mod number;
pub mod parsed;
pub mod partial_date;
pub mod person_name;
pub mod personal_id;
pub mod phone;
mod shape;
pub mod text;
pub mod yes_no;

use serde_json::Value;

use crate::expr::Type;
use crate::schema::reader::Reader;
pub use parsed::Parsed;

/// A kind with its own properties.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One line of text.
    Text(text::Text),
    /// Several lines of text.
    LongText(long_text::LongText),
    /// Family, middle and given name.
    PersonName,
    /// Personal identification number, 12 digits.
    PersonalId(personal_id::PersonalId),
    /// A day.
    Date(date::Date),
    /// A day, a month or a year.
    PartialDate(partial_date::PartialDay),
    /// A date in words, computed.
    DateWords(date_words::DateWords),
    /// One of a few options.
    Choice(choice::Choice),
    /// Some of a few options.
    Choices(choices::Choices),
    /// A code of a long list.
    Catalogue(catalogue::Catalogue),
    /// Yes or no.
    YesNo,
    /// An integer.
    Number(number::Number),
    /// An amount in đồng.
    Money(money::Money),
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A place where someone lives or something happened.
    Address(address::Address),
    /// The competent office.
    Agency(agency::Agency),
    /// Attached documents.
    File(file::File),
    /// A declaration that must be confirmed.
    Attestation,
    /// Text only.
    Notice,
    /// Repeated fields.
    Group(group::Group),
}

impl Kind {
    /// Reads `kind` and the properties that belong to it.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Option<Self> {
        Some(match reader.text("kind").as_str() {
            "text" => Self::Text(text::Text::read(reader)),
            "long_text" => Self::LongText(long_text::LongText::read(reader)),
            "person_name" => Self::PersonName,
            "personal_id" => Self::PersonalId(personal_id::PersonalId::read(reader)),
            "date" => Self::Date(date::Date::read(reader)),
            "partial_date" => Self::PartialDate(partial_date::PartialDay::read(reader)),
            "date_words" => Self::DateWords(date_words::DateWords::read(reader)),
            "choice" => Self::Choice(choice::Choice::read(reader)),
            "choices" => Self::Choices(choices::Choices::read(reader)),
            "catalogue" => Self::Catalogue(catalogue::Catalogue::read(reader)),
            "yes_no" => Self::YesNo,
            "number" => Self::Number(number::Number::read(reader)),
            "money" => Self::Money(money::Money::read(reader)),
            "phone" => Self::Phone,
            "email" => Self::Email,
            "address" => Self::Address(address::Address::read(reader)),
            "agency" => Self::Agency(agency::Agency::read(reader)),
            "file" => Self::File(file::File::read(reader)),
            "attestation" => Self::Attestation,
            "notice" => Self::Notice,
            "group" => Self::Group(group::Group::read(reader)),
            _ => {
                reader.issue("kind", "unknown_kind");
                return None;
            }
        })
    }

    /// The word of the kind in schemas, widgets, styles and cases.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::LongText(_) => "long_text",
            Self::PersonName => "person_name",
            Self::PersonalId(_) => "personal_id",
            Self::Date(_) => "date",
            Self::PartialDate(_) => "partial_date",
            Self::DateWords(_) => "date_words",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::Catalogue(_) => "catalogue",
            Self::YesNo => "yes_no",
            Self::Number(_) => "number",
            Self::Money(_) => "money",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address(_) => "address",
            Self::Agency(_) => "agency",
            Self::File(_) => "file",
            Self::Attestation => "attestation",
            Self::Notice => "notice",
            Self::Group(_) => "group",
        }
    }

    /// Type of its value in expressions; a notice has none.
    pub(crate) fn value_type(&self) -> Option<Type> {
        Some(match self {
            Self::Text(_)
            | Self::LongText(_)
            | Self::PersonalId(_)
            | Self::DateWords(_)
            | Self::Choice(_)
            | Self::Catalogue(_)
            | Self::Phone
            | Self::Email => Type::Text,
            Self::PersonName => Type::Name,
            Self::Date(_) => Type::Date,
            Self::PartialDate(_) => Type::Partial,
            Self::Choices(_) => Type::Texts,
            Self::YesNo | Self::Attestation => Type::Bool,
            Self::Number(_) | Self::Money(_) => Type::Int,
            Self::Address(_) | Self::Agency(_) => Type::Place,
            Self::File(_) => Type::Files,
            Self::Group(_) => Type::Rows,
            Self::Notice => return None,
        })
    }

    /// What was typed as a value, with what is wrong with it. Total: any JSON has an answer.
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        match self {
            Self::Text(kind) => kind.parse(raw),
            Self::LongText(kind) => kind.parse(raw),
            Self::PersonName => person_name::parse(raw),
            Self::PersonalId(_) => personal_id::parse(raw),
            Self::Date(_) => date::parse(raw),
            Self::PartialDate(_) => partial_date::parse(raw),
            Self::DateWords(_) => date_words::parse(raw),
            Self::Choice(kind) => kind.parse(raw),
            Self::Choices(kind) => kind.parse(raw),
            Self::Catalogue(_) => catalogue::parse(raw),
            Self::YesNo => yes_no::parse(raw),
            Self::Number(kind) => kind.parse(raw),
            Self::Money(kind) => kind.parse(raw),
            Self::Phone => phone::parse(raw),
            Self::Email => email::parse(raw),
            Self::Address(kind) => kind.parse(raw),
            Self::Agency(_) => agency::parse(raw),
            Self::File(kind) => kind.parse(raw),
            Self::Attestation => attestation::parse(raw),
            Self::Notice => notice::parse(raw),
            Self::Group(kind) => kind.parse(raw),
        }
    }

    /// A value in the form that a widget holds: the inverse of [`Kind::parse`] on canonical values.
    #[must_use]
    pub fn show(&self, value: &Value) -> Value {
        match self {
            Self::Date(_) | Self::PartialDate(_) => date::show(value),
            Self::Number(_) => number::show(value),
            Self::Money(_) => money::show(value),
            Self::Text(_)
            | Self::LongText(_)
            | Self::PersonName
            | Self::PersonalId(_)
            | Self::DateWords(_)
            | Self::Choice(_)
            | Self::Choices(_)
            | Self::Catalogue(_)
            | Self::YesNo
            | Self::Phone
            | Self::Email
            | Self::Address(_)
            | Self::Agency(_)
            | Self::File(_)
            | Self::Attestation
            | Self::Notice
            | Self::Group(_) => value.clone(),
        }
    }

    /// The options of a choice.
    #[must_use]
    pub fn options(&self) -> Option<&[String]> {
        match self {
            Self::Choice(kind) => Some(&kind.options),
            Self::Choices(kind) => Some(&kind.options),
            _ => None,
        }
    }
}
