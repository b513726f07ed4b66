//! What the fee comes to as answered now, in words: owed, waived, nothing, or not known until a question is answered.
//! Never zero before the engine knows. The lines of the fee are shown by the steps.

use eform::{Instance, Quote, Reduced};

use super::texts::Texts;
use crate::i18n::Locale;

/// What the fee comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Charge {
    /// The procedure has no fees at all.
    Never,
    /// It has fees, and none for who files online.
    Elsewhere,
    /// With these answers no fee applies.
    Nothing,
    /// Fees would apply; the law takes them away: these reductions, each once.
    Waived(Vec<Reduced>),
    /// Open questions decide it.
    Pending {
        /// What is owed whatever the answers will be.
        certain: u64,
        /// The fields that decide.
        fields: Vec<String>,
    },
    /// Settled, to be paid with the filing.
    Owed(u64),
    /// Settled, and not all of it is paid with the filing: what is paid then, what after a notice of the office, what with the result.
    Later([u64; 3]),
}

/// What the fee of the form comes to.
#[must_use]
pub fn charge(instance: &Instance) -> Charge {
    weigh(instance, &instance.quote())
}

/// What a quote of the form comes to.
#[must_use]
pub fn weigh(instance: &Instance, quote: &Quote) -> Charge {
    let fees = instance.form().fees();
    if !fees.iter().any(|fee| fee.is_online) {
        return if fees.is_empty() { Charge::Never } else { Charge::Elsewhere };
    }
    let parts = [quote.total, quote.on_notice, quote.on_result].map(i64::unsigned_abs);
    let total = parts.iter().sum();
    let is_unknown = quote.pending.len() > quote.waivers.len();
    if !quote.waits_for.is_empty() || is_unknown {
        return Charge::Pending { certain: total, fields: quote.waits_for.clone() };
    }
    if total > parts[0] {
        return Charge::Later(parts);
    }
    if total > 0 {
        return Charge::Owed(total);
    }
    let mut waived = Vec::new();
    for reduction in quote.lines.iter().filter_map(|line| line.reduction.as_ref()).chain(&quote.waivers) {
        if !waived.contains(reduction) {
            waived.push(reduction.clone());
        }
    }
    if waived.is_empty() { Charge::Nothing } else { Charge::Waived(waived) }
}

impl Charge {
    /// The amount, or the word that stands for it.
    #[must_use]
    pub fn amount(&self, say: Locale) -> String {
        match self {
            Charge::Never | Charge::Elsewhere | Charge::Nothing => say.text("form.rail.free"),
            Charge::Waived(_) => say.text("form.rail.waived"),
            Charge::Pending { certain: 0, .. } => say.text("form.rail.pending"),
            Charge::Pending { certain, .. } => {
                say.fill("form.rail.pending.part", &[("amount", &say.money(*certain))])
            }
            Charge::Owed(amount) => say.money(*amount),
            Charge::Later(parts) => say.money(parts.iter().sum()),
        }
    }

    /// Why, where the amount does not speak for itself.
    #[must_use]
    pub fn why(&self, say: Locale, texts: &Texts) -> Option<String> {
        match self {
            Charge::Never => Some(say.text("form.rail.free.never")),
            Charge::Elsewhere => Some(say.text("form.rail.free.online")),
            Charge::Nothing => Some(say.text("form.rail.free.why")),
            Charge::Waived(waived) => {
                let why = |one: &Reduced| {
                    let reduction = texts.get(&["reduction.", &one.id].concat());
                    say.fill("form.rail.waived.why", &[("reduction", &reduction), ("basis", &one.basis)])
                };
                Some(waived.iter().map(why).collect::<Vec<_>>().join(" "))
            }
            Charge::Pending { fields, .. } if !fields.is_empty() => {
                let name =
                    |path: &String| say.fill("form.rail.pending.field", &[("field", &texts.label(path))]);
                let names =
                    fields.iter().map(name).collect::<Vec<_>>().join(&say.text("form.rail.pending.or"));
                Some(say.fill("form.rail.pending.why", &[("fields", &names)]))
            }
            Charge::Later(parts) => Some(say.paid_when(*parts)),
            Charge::Pending { .. } | Charge::Owed(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use eform::{CivilDate, Fact, Instance, Schema};
    use serde_json::{Value, json};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Charge, charge};

    /// Birth registration, as opened.
    fn birth(is_digital_citizen: bool) -> Instance {
        let schema = Schema::from_json(include_str!("../../procedures/1.001193/procedure.json")).unwrap();
        let form = Arc::new(eform::compile(&schema).unwrap());
        let fact = Fact {
            value: json!(is_digital_citizen),
            source: "population".into(),
            at: "2026-11-21T01:00:00Z".into(),
            reference: None,
            guessed: false,
        };
        let facts = BTreeMap::from([("self.digital_citizen".to_owned(), fact)]);
        Instance::new(form, BTreeMap::new(), facts, CivilDate::parse("2026-11-21").unwrap())
    }

    #[test]
    fn before_the_copies_are_asked_for_the_fee_depends_on_that_question() {
        let mut instance = birth(false);
        let waits = |field: &str| Charge::Pending { certain: 0, fields: vec![field.into()] };
        assert_eq!(charge(&instance), waits("wants_copies"));
        instance.set("wants_copies", Some(json!(true)));
        assert_eq!(charge(&instance), waits("copies"));
        instance.set("copies", Some(json!("2")));
        assert_eq!(charge(&instance), Charge::Owed(16_000));
        instance.set("wants_copies", Some(json!(false)));
        assert_eq!(charge(&instance), Charge::Nothing);
    }

    #[test]
    fn a_fee_counted_from_a_wrong_answer_is_not_known_until_that_is_put_right() {
        let mut instance = birth(false);
        instance.set("wants_copies", Some(json!(true)));
        instance.set("copies", Some(json!("21")));
        assert_eq!(charge(&instance), Charge::Pending { certain: 0, fields: vec!["copies".into()] });
        instance.set("copies", Some(json!("20")));
        assert_eq!(charge(&instance), Charge::Owed(160_000));
        let mut waived = birth(true);
        waived.set("wants_copies", Some(json!(true)));
        waived.set("copies", Some(json!("21")));
        assert!(matches!(charge(&waived), Charge::Waived(_)));
    }

    #[test]
    fn what_is_paid_after_filing_is_told_with_the_moment_and_is_not_asked_for_now() {
        let charge = Charge::Later([0, 50_000, 30_000]);
        let say = crate::i18n::use_locale();
        assert_eq!(charge.amount(say), say.money(80_000));
        let notice = say.fill("due.when.notice", &[("amount", &say.money(50_000))]);
        let result = say.fill("due.when.result", &[("amount", &say.money(30_000))]);
        assert_eq!(charge.why(say, &super::Texts::default()), Some([notice, result].join(" ")));
    }

    #[test]
    fn whoever_pays_for_no_copy_is_told_so_and_by_which_law_from_the_start() {
        assert!(
            matches!(charge(&birth(true)), Charge::Waived(all) if all[0].id == "digital_citizen" && !all[0].basis.is_empty())
        );
    }

    /// A form that asks nothing, with these fees.
    fn with_fees(fees: Value) -> Charge {
        let mut schema: Value =
            serde_json::from_str(include_str!("../../procedures/1.001193/procedure.json")).unwrap();
        schema["fees"] = fees;
        let form = Arc::new(eform::compile(&Schema::from_json(&schema.to_string()).unwrap()).unwrap());
        charge(&Instance::new(
            form,
            BTreeMap::new(),
            BTreeMap::new(),
            CivilDate::parse("2026-11-21").unwrap(),
        ))
    }

    #[test]
    fn each_law_that_takes_a_fee_away_is_named_once() {
        let fee = |id: &str, law: &str| json!({"id": id, "amount": 8000, "basis": "A", "reductions": [{"id": law, "percent": 100, "basis": law}]});
        let charged = with_fees(json!([fee("one", "x"), fee("two", "y"), fee("three", "x")]));
        let Charge::Waived(all) = charged else { panic!("{charged:?}") };
        assert_eq!(all.iter().map(|one| &*one.basis).collect::<Vec<_>>(), ["x", "y"]);
    }

    #[test]
    fn a_service_that_costs_at_the_counter_only_is_not_called_free() {
        let fee = json!({"id": "one", "amount": 8000, "basis": "A", "channels": ["counter"]});
        assert_eq!(with_fees(json!([fee])), Charge::Elsewhere);
        assert_eq!(with_fees(json!([])), Charge::Never);
    }
}
