//! Which texts a procedure needs: one for everything of its schema that a citizen reads. What the texts say is the author's.

use eform::schema::Schema;
use eform::{Field, Kind};

/// The keys that must be there in every language.
pub fn needed(schema: &Schema) -> Vec<String> {
    let mut keys: Vec<String> = ["title", "summary", "who", "result", "keywords"].map(str::to_owned).into();
    for page in &schema.pages {
        keys.push(format!("page.{}.title", page.id));
        for field in &page.fields {
            of_field(&mut keys, &field.id, field);
            for cell in field.cells() {
                of_field(&mut keys, &format!("{}.{}", field.id, cell.id), cell);
            }
        }
    }
    keys.extend(schema.rules.iter().map(|rule| format!("rule.{}", rule.id)));
    for fee in &schema.fees {
        keys.push(format!("fee.{}", fee.id));
        keys.extend(fee.reductions.iter().map(|reduction| format!("reduction.{}", reduction.id)));
    }
    keys
}

fn of_field(keys: &mut Vec<String>, id: &str, field: &Field) {
    keys.push(format!("field.{id}.label"));
    let options = match &field.kind {
        Kind::Choice(choice) => &choice.options,
        Kind::Choices(choices) => &choices.options,
        _ => return keys.extend(has_body(&field.kind).then(|| format!("field.{id}.body"))),
    };
    keys.extend(options.iter().map(|option| format!("option.{id}.{option}")));
}

fn has_body(kind: &Kind) -> bool {
    matches!(kind, Kind::Notice | Kind::Attestation | Kind::Consent)
}
