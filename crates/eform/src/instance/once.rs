//! One expression over the answers as they stand, for taking them to another version. Not part of the form.

use serde_json::Value;

use super::Instance;
use super::scope::Seen;
use crate::expr::eval::eval;
use crate::expr::typing::Typing;

impl Instance {
    /// The value of an expression as a field at this path would see it, in canonical form; none when it is missing, does
    /// not type, or the path leads nowhere.
    pub(crate) fn value_at(&self, path: &str, expression: &Value) -> Option<Value> {
        let entry = &self.entries[self.find(path)? as usize];
        let group = self.form.layout.places[entry.def as usize].group;
        let mut issues = Vec::new();
        let (typed, _) = Typing::new(&self.form.layout, group, &mut issues).compile(expression, "")?;
        if !issues.is_empty() {
            return None;
        }
        eval(&typed, &Seen { instance: self, base: entry.base }).into_value()
    }
}
