//! Who must agree to the dossier besides the person who files it, by the answers as they are now.

use serde_json::Value;

use super::Instance;
use crate::name;
use crate::schema::cosign::Cosigner;

/// Somebody who must agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// As which the procedure asks for them.
    pub cosigner: &'a Cosigner,
    /// Where their personal id stands.
    pub path: String,
    /// Their personal id.
    pub id: String,
    /// Their name, or nothing while it is not answered.
    pub name: String,
}

impl Instance {
    /// Everybody whose personal id is asked for and given, in the order of the procedure; of a group, each row. Whoever is asked about
    /// by a hidden question need not agree.
    #[must_use]
    pub fn others(&self) -> Vec<Asked<'_>> {
        let mut all = Vec::new();
        for cosigner in &self.form.schema.cosigning.cosigners {
            let def = self.form.layout.named(&cosigner.person);
            for number in self.all_entries() {
                let entry = &self.entries[number as usize];
                if def != Some(entry.def) {
                    continue;
                }
                let Some(Value::String(id)) = &entry.value else { continue };
                let path = self.path(number);
                let own = cosigner.name.rsplit('.').next().unwrap_or_default();
                let beside = path.rsplit_once('/').map(|(row, _)| [row, "/", own].concat());
                let name = match self.find(beside.as_deref().unwrap_or(own)) {
                    Some(at) => self.entries[at as usize].value.as_ref().map(told),
                    None => None,
                };
                all.push(Asked { cosigner, path, id: id.clone(), name: name.unwrap_or_default() });
            }
        }
        all
    }
}

/// A name as people write it.
fn told(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => name::full(value),
    }
}
