//! Random steps over any form, real procedures included: answers are made from the kind of each field.

use eform::{Field, Form, Kind};
use serde_json::{Value, json};

use super::Step;

/// A small generator of its own, so that a step is repeated exactly by its seed.
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    /// One step: mostly an answer, sometimes a blank, nonsense, or a row.
    pub fn step(&mut self, form: &Form) -> Step {
        let fields: Vec<_> = form.pages().iter().flat_map(|page| &page.fields).collect();
        let field = fields[self.roll(fields.len())];
        if matches!(field.kind, Kind::Group(_)) {
            return self.step_in(field, &field.id);
        }
        match self.roll(12) {
            0 => Step::Set(field.id.clone(), None),
            1 => Step::Set(field.id.clone(), Some(json!(""))),
            2 => Step::Set(field.id.clone(), Some(json!([1, {"x": null}]))),
            _ => Step::Set(field.id.clone(), Some(self.answer(&field.kind))),
        }
    }

    /// A row more or less, or an answer in a row of a group, or of a group in it.
    fn step_in(&mut self, group: &Field, path: &str) -> Step {
        let row = format!("r{}", 1 + self.roll(3));
        let cell = &group.cells()[self.roll(group.cells().len())];
        let inner = format!("{path}/{row}/{}", cell.id);
        match self.roll(4) {
            0 => Step::AddRow(path.to_owned()),
            1 => Step::RemoveRow(path.to_owned(), row),
            _ if matches!(cell.kind, Kind::Group(_)) => self.step_in(cell, &inner),
            _ => Step::Set(inner, Some(self.answer(&cell.kind))),
        }
    }

    fn answer(&mut self, kind: &Kind) -> Value {
        let year = ["1948", "1990", "2010", "2026", "2027"][self.roll(5)];
        let day =
            json!({"d": (1 + self.roll(31)).to_string(), "m": (1 + self.roll(12)).to_string(), "y": year});
        match kind {
            Kind::Text(_) | Kind::LongText(_) => json!(["Hoà", "Hòa Bình", "  hai  ba "][self.roll(3)]),
            Kind::PersonName => {
                json!({"family": "Lê", "middle": "", "given": (["Hoà", "Hòa", ""][self.roll(3)])})
            }
            Kind::PersonalId(_) => {
                json!(["001195004321", "079090001234", "003200012345", "12"][self.roll(4)])
            }
            Kind::Date(_) => day,
            Kind::PartialDate(_) => {
                [day, json!({"y": year}), json!({"m": "2", "y": year})][self.roll(3)].clone()
            }
            Kind::Choice(choice) => {
                let option = &choice.options[self.roll(choice.options.len())];
                if choice.other.is_some() { json!({"option": option, "text": "vì"}) } else { json!(option) }
            }
            Kind::Choices(choices) => json!([choices.options[self.roll(choices.options.len())]]),
            Kind::Catalogue(_) => json!(["01", "VN", "mother", "x y"][self.roll(4)]),
            Kind::YesNo => json!(self.roll(2) == 0),
            Kind::Attestation => json!(self.roll(3) > 0),
            Kind::Number(_) => json!(self.roll(30).to_string()),
            Kind::Money(_) => json!("1.234.567"),
            Kind::Phone => json!(["0912345678", "12"][self.roll(2)]),
            Kind::Email => json!(["a@b.vn", "a@b"][self.roll(2)]),
            Kind::Address(_) | Kind::Agency(_) => {
                json!({"province": "01", "commune": (["00082", ""][self.roll(2)]), "detail": (["Số 1", ""][self.roll(2)])})
            }
            Kind::File(_) => {
                json!([{"id": "f1", "name": "a.pdf", "size": 5, "sha256": "a".repeat(64), "type": "application/pdf"}])
            }
            Kind::TaxCode => json!(["0100109106", "0100109106-001", "0100109107"][self.roll(3)]),
            Kind::SocialInsurance | Kind::BankAccount => json!(["0123456789", "12"][self.roll(2)]),
            Kind::HealthInsurance => json!(["DN4010123456789", "DN9"][self.roll(2)]),
            Kind::Passport(_) => json!(["c1234567", "C12"][self.roll(2)]),
            Kind::Plate => json!(["30A-123.45", "x"][self.roll(2)]),
            Kind::BusinessLine(_) => json!(["5610", "56"][self.roll(2)]),
            Kind::Decimal(_) => json!(["120,5", "1.234", "7"][self.roll(3)]),
            Kind::Consent => {
                let name = json!({"family": "Lê", "middle": "", "given": "Hoà"});
                json!({"agrees": self.roll(3) > 0, "name": name, "id": "001195004321"})
            }
            Kind::SignaturePlace => json!("Hà Nội"),
            Kind::MoneyWords(_) | Kind::DateWords(_) | Kind::Notice => json!("x"),
            Kind::Group(_) => json!(["r1", "r2"]),
        }
    }
}
