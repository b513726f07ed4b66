//! Where an answer lives: the name of its question (`group.cell`) and the rows it is in. Nothing here knows a form but
//! [`field`].

use crate::form::Form;
use crate::kinds::group::is_row_id;
use crate::schema::field::Field;

/// Ids of a path and the row ids between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// `field` or `group.cell`.
    pub name: String,
    /// The row of each group on the way.
    pub rows: Vec<String>,
}

impl Place {
    /// Reads `field` or `group/row/cell`; anything else is no place of any form.
    pub fn of(path: &str) -> Option<Self> {
        let (mut names, mut rows) = (Vec::new(), Vec::new());
        for (at, part) in path.split('/').enumerate() {
            match at % 2 {
                0 if !part.is_empty() && !part.contains('.') => names.push(part),
                1 if is_row_id(part) => rows.push(part.to_owned()),
                _ => return None,
            }
        }
        (names.len() == rows.len() + 1).then(|| Self { name: names.join("."), rows })
    }

    /// The place of another question in the same rows; the first row stands for one that there was not. None when a row
    /// would be left without a place.
    pub fn under(&self, name: &str) -> Option<Self> {
        let wanted = name.matches('.').count();
        if self.rows.len() > wanted {
            return None;
        }
        let mut rows = self.rows.clone();
        rows.resize(wanted, "r1".to_owned());
        Some(Self { name: name.to_owned(), rows })
    }

    /// As a path of answers.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (at, name) in self.name.split('.').enumerate() {
            if let Some(row) = at.checked_sub(1).and_then(|before| self.rows.get(before)) {
                path.push('/');
                path.push_str(row);
                path.push('/');
            }
            path.push_str(name);
        }
        path
    }

    /// The groups on the way, each with the row that is in it.
    pub fn groups(&self) -> impl Iterator<Item = (String, &str)> {
        let names: Vec<&str> = self.name.split('.').collect();
        self.rows.iter().enumerate().map(move |(at, row)| {
            let group = Self { name: names[..=at].join("."), rows: self.rows[..at].to_vec() };
            (group.path(), row.as_str())
        })
    }
}

/// The question of a name, however deep it lies.
pub(crate) fn field<'f>(form: &'f Form, name: &str) -> Option<&'f Field> {
    let mut parts = name.split('.');
    let first = parts.next()?;
    let mut found = form.pages().iter().flat_map(|page| &page.fields).find(|field| field.id == first)?;
    for part in parts {
        found = found.cells().iter().find(|cell| cell.id == part)?;
    }
    Some(found)
}
