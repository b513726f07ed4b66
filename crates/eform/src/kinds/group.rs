//! `group`: repeated fields, such as members of a household. Raw is the list of row ids at the path of the group, and
//! each cell is answered at `group/row/field`; in evaluated data it is a list of objects. Row ids are stable and never
//! reused. Rows are handled in `instance/rows.rs`. How rows are laid out (`layout`) changes nothing here but which cells
//! there may be.

use serde_json::Value;

use super::Kind;
use super::parsed::Parsed;
use crate::schema::field::Field;
use crate::schema::reader::Reader;
use crate::violation::Fault;

/// How the rows of a group are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One card a row (`cards`).
    #[default]
    Cards,
    /// Rows of a table with a head, as the members of a household on a paper form (`table`); few cells, each of one line.
    Table,
    /// A section with a heading of its own for each row (`sections`).
    Sections,
}

/// Most cells of a row of a table.
const TABLE_CELLS: usize = 8;

/// Properties of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Cells of a row.
    pub fields: Vec<Field>,
    /// Fewest rows; when not given, one for a required group and none otherwise.
    pub min: Option<usize>,
    /// Most rows.
    pub max: usize,
    /// How the rows are shown.
    pub layout: Layout,
}

impl Group {
    /// Reads `fields`, `min`, `max` and `layout`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let group = Self {
            fields: reader.list("fields", Field::read),
            min: reader.count("min"),
            max: reader.count("max").unwrap_or(500),
            layout: match reader.word_or("layout", "cards", &["cards", "table", "sections"]).as_str() {
                "table" => Layout::Table,
                "sections" => Layout::Sections,
                _ => Layout::Cards,
            },
        };
        if group.layout == Layout::Table {
            check_table(&group.fields, reader);
        }
        if group.fields.is_empty() {
            reader.issue("fields", "missing_key");
        }
        if group.min.is_some_and(|min| min > group.max) {
            reader.issue("max", "min_above_max");
        }
        group
    }

    /// See [`super::Kind::parse`]; the value is the list of row ids.
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        let rows = match raw {
            Value::Null => return Parsed::blank(),
            Value::Array(rows) if rows.is_empty() => return Parsed::blank(),
            Value::Array(rows) => rows,
            _ => return Parsed::error("invalid"),
        };
        let above = (rows.len() > self.max).then(|| Fault::error("group.max").with("max", self.max));
        Parsed::value(raw.clone()).and(above)
    }
}

/// A table has few cells, each of one line.
fn check_table(cells: &[Field], reader: &mut Reader<'_, '_>) {
    if cells.len() > TABLE_CELLS {
        reader.issue("fields", "table_too_wide");
    }
    for cell in cells {
        let is_one_line = match cell.kind {
            Kind::Text(_)
            | Kind::PersonName
            | Kind::PersonalId(_)
            | Kind::Date(_)
            | Kind::PartialDate(_)
            | Kind::DateWords(_)
            | Kind::Choice(_)
            | Kind::Catalogue(_)
            | Kind::YesNo
            | Kind::Number(_)
            | Kind::Decimal(_)
            | Kind::Money(_)
            | Kind::MoneyWords(_)
            | Kind::Phone
            | Kind::Email
            | Kind::TaxCode
            | Kind::SocialInsurance
            | Kind::HealthInsurance
            | Kind::Passport(_)
            | Kind::Plate
            | Kind::BankAccount
            | Kind::BusinessLine(_) => true,
            Kind::LongText(_)
            | Kind::Choices(_)
            | Kind::Address(_)
            | Kind::Agency(_)
            | Kind::File(_)
            | Kind::Attestation
            | Kind::Consent
            | Kind::SignaturePlace
            | Kind::Notice
            | Kind::Group(_) => false,
        };
        if !is_one_line {
            reader.issue_at(&cell.pointer, "table_cell");
        }
    }
}

/// Whether a text is a row id as this engine gives them: `r` and a number. Nothing else is taken from a draft, since
/// row ids stand in paths and paths in logs.
pub(crate) fn is_row_id(id: &str) -> bool {
    let digits = id.strip_prefix('r').unwrap_or_default();
    (1..=9).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}
