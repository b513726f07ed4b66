//! The schema of one value, for each kind; groups are in `answers.rs`. Each says as much as `parse` of its kind does, of the
//! canonical value instead of what was typed.

use serde_json::{Map, Value, json};

use super::answers::Maker;
use super::{MOST_CODES, patterns};
use crate::kinds::address::{self, Address, Detail};
use crate::kinds::choice::{self, Choice};
use crate::kinds::choices::Choices;
use crate::kinds::file::{File, PAPER};
use crate::kinds::number::{self, Number};
use crate::kinds::text::Text;
use crate::kinds::{Kind, business_line, person_name, signature_place};

impl Maker<'_> {
    /// The schema of a value of a kind; `name` is the field's name in texts. A notice has no value.
    pub fn value(&mut self, name: &str, kind: &Kind) -> Option<Value> {
        Some(match kind {
            Kind::Text(text) => self.text("line", text),
            Kind::LongText(text) => self.text("lines", &text.limits),
            Kind::PersonName => self.person_name(),
            Kind::PersonalId(_) => pattern(patterns::PERSONAL_ID),
            Kind::Date(_) => pattern(patterns::DATE),
            Kind::PartialDate(_) => {
                json!({"type": "string", "anyOf": [{"pattern": patterns::DATE}, {"pattern": patterns::MONTH_OR_YEAR}]})
            }
            Kind::DateWords(_) | Kind::MoneyWords(_) => json!({"type": "string", "minLength": 1}),
            Kind::Choice(choice) => self.choice(name, choice),
            Kind::Choices(choices) => self.choices(name, choices),
            Kind::Catalogue(kind) => self.code(&kind.catalogue, patterns::CODE),
            Kind::YesNo => json!({"type": "boolean"}),
            Kind::Number(number) => integer(number),
            Kind::Money(money) => integer(&money.limits),
            Kind::Phone => pattern(patterns::PHONE),
            Kind::Email => {
                json!({"type": "string", "allOf": [{"pattern": patterns::EMAIL}, {"pattern": patterns::EMAIL_LENGTHS}]})
            }
            Kind::Address(address) => self.address(address),
            Kind::Agency(_) => {
                let (province, commune) = (self.province(), pattern(patterns::COMMUNE));
                object(vec![("province", province), ("commune", commune)], &["province", "commune"])
            }
            Kind::File(file) => files(file),
            Kind::Attestation => json!({"const": true}),
            Kind::Notice | Kind::Group(_) => return None,
            Kind::TaxCode => pattern(patterns::TAX_CODE),
            Kind::SocialInsurance => pattern(patterns::SOCIAL_INSURANCE),
            Kind::HealthInsurance => pattern(patterns::HEALTH_INSURANCE),
            Kind::Passport(passport) if passport.foreign => pattern(patterns::ANY_PASSPORT),
            Kind::Passport(_) => pattern(patterns::PASSPORT),
            Kind::Plate => pattern(patterns::PLATE),
            Kind::BankAccount => pattern(patterns::BANK_ACCOUNT),
            Kind::BusinessLine(kind) => {
                self.code(business_line::CATALOGUE, &patterns::business_line(kind.level))
            }
            Kind::Decimal(decimal) => pattern(&patterns::decimal(decimal.places)),
            Kind::Consent => {
                let (name, id) = (self.person_name(), pattern(patterns::PERSONAL_ID));
                object(
                    vec![("agrees", json!({"const": true})), ("name", name), ("id", id)],
                    &["agrees", "name", "id"],
                )
            }
            Kind::SignaturePlace => {
                let mut place = self.text("line", &Text { min: 0, max: signature_place::MAX });
                place["pattern"] = patterns::LETTER.into();
                place
            }
        })
    }

    /// A reference to a schema that is written once.
    fn shared(&mut self, name: &str, make: impl FnOnce() -> Value) -> Value {
        self.shared.entry(name).or_insert_with(make);
        let reference = ["#/$defs/", name].concat();
        json!({ "$ref": reference })
    }

    /// A `line` or `lines` of so many characters.
    fn text(&mut self, name: &str, limits: &Text) -> Value {
        let pattern = if name == "line" { patterns::line } else { patterns::lines };
        let mut schema = self.shared(name, || json!({"type": "string", "pattern": pattern()}));
        schema["type"] = "string".into();
        if limits.min > 1 {
            schema["minLength"] = limits.min.into();
        }
        schema["maxLength"] = limits.max.into();
        schema
    }

    fn line(&mut self, max: usize) -> Value {
        self.text("line", &Text { min: 0, max })
    }

    fn person_name(&mut self) -> Value {
        self.shared("person_name", || {
            let part = json!({"type": "string", "maxLength": person_name::MAX, "pattern": patterns::name()});
            let middle = json!({"anyOf": [{"const": ""}, part]});
            object(vec![("family", part.clone()), ("middle", middle), ("given", part)], &crate::name::PARTS)
        })
    }

    /// Options with the words that the citizen reads.
    fn options<'o>(&self, name: &str, options: impl Iterator<Item = &'o String>) -> Value {
        let one = |option: &String| {
            let mut schema = json!({"const": option});
            if let Some(text) = self.texts.get(&["option.", name, ".", option].concat()) {
                schema["title"] = text.as_str().into();
            }
            schema
        };
        json!({"oneOf": options.map(one).collect::<Vec<_>>()})
    }

    fn choice(&mut self, name: &str, choice: &Choice) -> Value {
        let Some(other) = &choice.other else { return self.options(name, choice.options.iter()) };
        let plain = self.options(name, choice.options.iter().filter(|option| *option != other));
        let words = self.line(choice::MAX_OTHER);
        let other = self.options(name, std::iter::once(other));
        json!({"oneOf": [
            object(vec![("option", plain)], &["option"]),
            object(vec![("option", other), ("text", words)], &["option", "text"]),
        ]})
    }

    fn choices(&mut self, name: &str, choices: &Choices) -> Value {
        let items = self.options(name, choices.options.iter());
        json!({"type": "array", "items": items, "uniqueItems": true, "minItems": choices.min.max(1), "maxItems": choices.max})
    }

    /// A code of a list: one of its codes, of whatever day, when the form was given the list and it is not long.
    fn code(&mut self, list: &str, shape: &str) -> Value {
        let mut schema = pattern(shape);
        let codes = self.form.catalogues.get(list).map(|codes| codes.iter().map(|(code, _)| code).collect());
        match codes {
            Some(codes) if (1..=MOST_CODES).contains(&Vec::len(&codes)) => {
                let list = self.shared(&["catalogue.", list].concat(), || json!({ "enum": codes }));
                schema["$ref"] = list["$ref"].clone();
            }
            _ => schema["$comment"] = ["a code of the catalogue ", list].concat().into(),
        }
        schema
    }

    fn province(&mut self) -> Value {
        self.code("provinces", patterns::PROVINCE)
    }

    /// An address: at home with province and commune, or in words where that is legal, or abroad where that is.
    fn address(&mut self, address: &Address) -> Value {
        let line = self.line(address::MAX);
        let free =
            if self.form.catalogues.contains_key("provinces") { self.province() } else { line.clone() };
        let home = json!({"const": "VN"});
        let has_detail = |country: &Value| address.detail != Detail::None || *country != home;
        let mut at_home = vec![
            ("country", home.clone()),
            ("province", self.province()),
            ("commune", pattern(patterns::COMMUNE)),
        ];
        at_home.extend(has_detail(&home).then(|| ("detail", line.clone())));
        let elsewhere = |country: Value| {
            let detail = has_detail(&country).then(|| ("detail", line.clone()));
            let parts = vec![("country", country), ("province", free.clone()), ("commune", line.clone())];
            parts.into_iter().chain(detail).collect::<Vec<_>>()
        };
        let in_words = |mut parts: Vec<(&'static str, Value)>| {
            parts.push(("text", line.clone()));
            object(parts, &["country", "text"])
        };
        let needed: &[&str] = match address.detail {
            Detail::Required => &["country", "province", "commune", "detail"],
            Detail::Optional | Detail::None => &["country", "province", "commune"],
        };
        let mut ways = vec![object(at_home, needed)];
        if address.historical {
            ways.push(in_words(elsewhere(home.clone())));
        }
        if address.foreign {
            let abroad = elsewhere(self.code(address::COUNTRIES, patterns::FOREIGN_COUNTRY));
            if address.historical {
                ways.push(in_words(abroad.clone()));
            }
            ways.push(match address.detail {
                Detail::Required => object(abroad, &["country", "detail"]),
                Detail::Optional | Detail::None => {
                    let mut schema = object(abroad, &["country"]);
                    schema["minProperties"] = 2.into();
                    schema
                }
            });
        }
        json!({"anyOf": ways})
    }
}

/// A text of a pattern.
fn pattern(pattern: &str) -> Value {
    json!({"type": "string", "pattern": pattern})
}

/// An object of exactly these members, some of which must be there.
fn object(members: Vec<(&str, Value)>, required: &[&str]) -> Value {
    let properties: Map<String, Value> =
        members.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

/// A whole number within its limits, and within what JSON keeps exactly.
fn integer(limits: &Number) -> Value {
    let most = number::LIMIT - 1;
    let (min, max) = (limits.min.unwrap_or(-most).max(-most), limits.max.unwrap_or(most).min(most));
    json!({"type": "integer", "minimum": min, "maximum": max})
}

fn files(file: &File) -> Value {
    let name = json!({"type": "string", "minLength": 1});
    let size = json!({"type": "integer", "minimum": 0, "maximum": file.max_bytes.min(number::LIMIT - 1)});
    let paper = PAPER.map(|key| (key, name.clone()));
    let members = vec![
        ("paper", object(paper.to_vec(), &PAPER)),
        ("id", name.clone()),
        ("name", name),
        ("size", size),
        ("sha256", pattern(patterns::SHA256)),
        ("type", pattern(&patterns::media_types(&file.accept))),
    ];
    let entry = object(members, &["id", "name", "size", "sha256", "type"]);
    json!({"type": "array", "items": entry, "minItems": 1, "maxItems": file.max_files, "uniqueItems": true})
}
