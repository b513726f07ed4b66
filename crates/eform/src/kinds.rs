//! The kinds of fields: a closed list. Each kind has one file here with its properties, `parse` (what was typed to a
//! value or faults) and `show` (a value to what a widget holds); every `match` names every kind, so the compiler is
//! the checklist for a new one. What needs other answers (bounds, comparisons) is in `instance/check.rs`.

pub mod address;
pub mod agency;
pub mod attestation;
pub mod bank_account;
pub mod business_line;
pub mod catalogue;
pub mod choice;
pub mod choices;
pub mod consent;
pub mod date;
pub mod date_words;
pub mod decimal;
pub mod email;
pub mod file;
pub mod group;
pub mod health_insurance;
pub mod long_text;
pub mod money;
pub mod money_words;
pub mod notice;
pub mod number;
pub mod parsed;
pub mod partial_date;
pub mod passport;
pub mod person_name;
pub mod personal_id;
pub mod phone;
pub mod plate;
mod shape;
pub mod signature_place;
pub mod social_insurance;
pub mod tax_code;
pub mod text;
pub mod yes_no;

use serde_json::Value;

use crate::expr::Type;
use crate::schema::reader::Reader;
pub use parsed::Parsed;

/// The words of all kinds, in the order of [`Kind`].
#[cfg(feature = "export")]
pub const WORDS: [&str; 32] = [
    "text",
    "long_text",
    "person_name",
    "personal_id",
    "date",
    "partial_date",
    "date_words",
    "choice",
    "choices",
    "catalogue",
    "yes_no",
    "number",
    "money",
    "phone",
    "email",
    "address",
    "agency",
    "file",
    "attestation",
    "notice",
    "tax_code",
    "social_insurance",
    "health_insurance",
    "passport",
    "plate",
    "bank_account",
    "business_line",
    "money_words",
    "decimal",
    "consent",
    "signature_place",
    "group",
];

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
    /// Mã số thuế.
    TaxCode,
    /// Mã số bảo hiểm xã hội.
    SocialInsurance,
    /// Number of a health-insurance card.
    HealthInsurance,
    /// Passport number.
    Passport(passport::Passport),
    /// Registration number of a vehicle.
    Plate,
    /// Number of a bank account.
    BankAccount,
    /// Code of an industry (VSIC).
    BusinessLine(business_line::BusinessLine),
    /// An amount in words, computed.
    MoneyWords(money_words::MoneyWords),
    /// A number with places.
    Decimal(decimal::DecimalNumber),
    /// Agreement of another person.
    Consent,
    /// Where the declaration is made.
    SignaturePlace,
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
            "tax_code" => Self::TaxCode,
            "social_insurance" => Self::SocialInsurance,
            "health_insurance" => Self::HealthInsurance,
            "passport" => Self::Passport(passport::Passport::read(reader)),
            "plate" => Self::Plate,
            "bank_account" => Self::BankAccount,
            "business_line" => Self::BusinessLine(business_line::BusinessLine::read(reader)),
            "money_words" => Self::MoneyWords(money_words::MoneyWords::read(reader)),
            "decimal" => Self::Decimal(decimal::DecimalNumber::read(reader)),
            "consent" => Self::Consent,
            "signature_place" => Self::SignaturePlace,
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
            Self::TaxCode => "tax_code",
            Self::SocialInsurance => "social_insurance",
            Self::HealthInsurance => "health_insurance",
            Self::Passport(_) => "passport",
            Self::Plate => "plate",
            Self::BankAccount => "bank_account",
            Self::BusinessLine(_) => "business_line",
            Self::MoneyWords(_) => "money_words",
            Self::Decimal(_) => "decimal",
            Self::Consent => "consent",
            Self::SignaturePlace => "signature_place",
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
            | Self::Email
            | Self::TaxCode
            | Self::SocialInsurance
            | Self::HealthInsurance
            | Self::Passport(_)
            | Self::Plate
            | Self::BankAccount
            | Self::BusinessLine(_)
            | Self::MoneyWords(_)
            | Self::SignaturePlace => Type::Text,
            Self::Decimal(_) => Type::Decimal,
            Self::Consent => Type::Consent,
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
            Self::TaxCode => tax_code::parse(raw),
            Self::SocialInsurance => social_insurance::parse(raw),
            Self::HealthInsurance => health_insurance::parse(raw),
            Self::Passport(kind) => kind.parse(raw),
            Self::Plate => plate::parse(raw),
            Self::BankAccount => bank_account::parse(raw),
            Self::BusinessLine(kind) => kind.parse(raw),
            Self::MoneyWords(_) => money_words::parse(raw),
            Self::Decimal(kind) => kind.parse(raw),
            Self::Consent => consent::parse(raw),
            Self::SignaturePlace => signature_place::parse(raw),
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
            Self::Decimal(_) => decimal::show(value),
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
            | Self::TaxCode
            | Self::SocialInsurance
            | Self::HealthInsurance
            | Self::Passport(_)
            | Self::Plate
            | Self::BankAccount
            | Self::BusinessLine(_)
            | Self::MoneyWords(_)
            | Self::Consent
            | Self::SignaturePlace
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
