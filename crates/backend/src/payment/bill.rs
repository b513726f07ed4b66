//! What a fee is for and who pays it, for providers whose orders carry the receipt's text. It leaves the backend for such a provider only.

use dossier::{Content, DueItem, Filing};
use eform::Kind;
use serde_json::Value;

use crate::app::App;
use crate::dossiers::{Whole, service};
use crate::error::{Answer, Error};
use crate::procedures::Procedure;

/// The text of a receipt, in Vietnamese.
#[derive(Clone, Debug)]
pub struct Bill {
    /// The official code of the dossier; our own handle as long as it has none.
    pub record: String,
    /// The national code of the procedure.
    pub procedure: String,
    pub title: String,
    pub payer_name: String,
    /// Twelve digits.
    pub payer_id: String,
    /// Where the payer lives, as the form has it: the house and street, the commune, the province. All empty when it does not say.
    pub payer_address: [String; 3],
    /// What is paid for; their sum is the order's amount.
    pub items: Vec<Item>,
}

/// One thing that is paid for.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: String,
    pub name: String,
    /// In đồng.
    pub amount: u64,
}

/// The fact that an address of the person who files is filled in from.
const RESIDENCE: &str = "self.residence";

impl Bill {
    /// Of what is about to be filed, or of what the office has asked for under this number.
    ///
    /// # Errors
    /// What is paid for is not on record.
    pub fn of(app: &App, whole: &Whole, due: Option<u32>) -> Answer<Self> {
        let missing = |what: &str| Error::Internal(format!("a bill without {what}"));
        let (record, state) = (&whole.record, &whole.record.state);
        let frozen = whole.frozen.as_ref().ok_or_else(|| missing("its dossier"))?;
        let content = Content::parse(&frozen.content)
            .map_err(|fault| Error::Internal(format!("content: {fault:?}")))?;
        let procedure = app.procedures.version(&record.procedure, &record.version);
        let procedure = procedure.ok_or_else(|| missing("its procedure"))?;
        let items = match due {
            None => of_filing(procedure, &content),
            Some(number) => {
                let notice = &state.due(number).ok_or_else(|| missing("its notice"))?.notice;
                let item = |item: &DueItem| {
                    let (id, name) = (notice.id.clone(), item.name.clone());
                    Item { id, name, amount: item.amount }
                };
                notice.items.iter().map(item).collect()
            }
        };
        Ok(Self {
            record: match &state.filing {
                Filing::Accepted { code, .. } => code.clone(),
                Filing::NotYet | Filing::Sending { .. } => record.id.clone(),
            },
            procedure: record.procedure.clone(),
            title: service(app, record, "vi"),
            payer_name: frozen.applicant_name.clone(),
            payer_id: frozen.applicant_id.clone(),
            payer_address: address(app, procedure, &content),
            items,
        })
    }
}

/// The lines of the fee that are paid with the filing and not waived.
fn of_filing(procedure: &Procedure, content: &Content) -> Vec<Item> {
    let owed = content.fee.lines.iter().filter(|line| line.paid.is_none() && line.net > 0);
    owed.map(|line| {
        let name = procedure.text("vi", &format!("fee.{}", line.id)).unwrap_or(&line.id);
        Item { id: line.id.clone(), name: name.to_owned(), amount: line.net }
    })
    .collect()
}

/// The first address of the form that is filled in from where the person who files lives. Of somebody who files for another it is the other's.
fn address(app: &App, procedure: &Procedure, content: &Content) -> [String; 3] {
    let fields = procedure.form.pages().iter().flat_map(|page| &page.fields);
    let is_residence = |field: &&eform::Field| {
        matches!(field.kind, Kind::Address(_))
            && field.prefill.iter().any(|prefill| prefill.fact == RESIDENCE)
    };
    let mut own = fields.filter(is_residence).filter_map(|field| content.answers.get(&field.id));
    let Some(Value::Object(place)) = own.next().filter(|_| content.on_behalf_of.is_none()) else {
        return Default::default();
    };
    let part = |name: &str| place.get(name).and_then(Value::as_str).unwrap_or_default();
    let label = |list: &str, code: &str| app.catalogues.label(list, code, "vi").unwrap_or_default();
    let (province, commune) = (part("province"), part("commune"));
    let commune = label(&format!("communes-{province}"), commune);
    [part("detail").to_owned(), commune, label("provinces", province)]
}
