//! Who must agree to a dossier besides the person who files it, as the author of a procedure names them. Who that is in a form as it is
//! answered is in `instance/others.rs`.

use super::reader::Reader;
use super::sign::{Instead, InsteadWay, is_told_twice};

/// Somebody who must agree, wherever the question about them is asked and answered. In a group, every row names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigner {
    /// Unique in the procedure; its text, `cosigner.<id>`, is the role.
    pub id: String,
    /// The field with their personal id, or the cell of a group.
    pub person: String,
    /// The field with their name; beside a cell, a cell of the same group.
    pub name: String,
    /// Legal basis, cited as the law prints it.
    pub basis: String,
    /// Whether they sign with their personal digital signature; they confirm with their electronic identity otherwise.
    pub signs: bool,
    /// What the law takes from who must sign and has no certificate.
    pub instead: Vec<Instead>,
}

impl Cosigner {
    /// What the law says about a way, if it allows it.
    #[must_use]
    pub fn instead(&self, way: InsteadWay) -> Option<&Instead> {
        self.instead.iter().find(|one| one.way == way)
    }
}

/// Everybody who must, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cosigning {
    /// In the order in which they are asked, where there is one.
    pub cosigners: Vec<Cosigner>,
    /// Whether one is asked after the other.
    pub in_order: bool,
}

impl Cosigning {
    /// Reads `cosigners` and `cosign_order` of a procedure.
    pub(crate) fn read(procedure: &mut Reader<'_, '_>) -> Self {
        let cosigners = procedure.list("cosigners", read_cosigner);
        let is_repeated = |at: usize| cosigners[..at].iter().any(|earlier| earlier.id == cosigners[at].id);
        if (0..cosigners.len()).any(is_repeated) {
            procedure.issue("cosigners", "duplicate_id");
        }
        let in_order = procedure.word_or("cosign_order", "any", &["any", "listed"]) == "listed";
        Self { cosigners, in_order }
    }
}

fn read_cosigner(mut reader: Reader<'_, '_>) -> Cosigner {
    let cosigner = Cosigner {
        id: reader.id("id"),
        person: reader.text("person"),
        name: reader.text("name"),
        basis: reader.text("basis"),
        signs: reader.word_or("sign", "identity", &["identity", "personal"]) == "personal",
        instead: reader.list("sign_instead", read_instead),
    };
    if is_told_twice(&cosigner.instead) {
        reader.issue("sign_instead", "duplicate_id");
    }
    // No deployment asks another for a signature.
    if !cosigner.signs && !cosigner.instead.is_empty() {
        reader.issue("sign_instead", "instead_of_nothing");
    }
    reader.finish();
    cosigner
}

/// A print has a place for one signature by hand: the others have no such way.
fn read_instead(reader: Reader<'_, '_>) -> Instead {
    Instead::read(reader, &["identity", "national_app"])
}
