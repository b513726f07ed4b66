//! `file`: documents attached under a component code. Raw and value are lists of `{"id","name","size","sha256","type"}`, with
//! `"paper"` when the document was taken from the citizen's own store; the bytes are elsewhere, this is what is signed of them.

use serde_json::{Map, Value};

use super::parsed::Parsed;
use crate::schema::reader::Reader;
use crate::violation::Fault;

/// One of several ways to prove the same: "one of" when each way is one document, "one of, each all of" when it is more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// What is proved; ways are compared within it.
    pub group: String,
    /// The way that this document belongs to.
    pub way: String,
}

/// A register's answer that makes a document needless.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// The fact that the answer must hold, such as `marriage.number`.
    pub fact: String,
    /// Whether it counts; always when absent.
    pub when: Option<Value>,
    /// The law by which the document need not be brought then.
    pub basis: String,
}

impl Cover {
    fn read(mut reader: Reader<'_, '_>) -> Self {
        let cover =
            Self { fact: reader.text("fact"), when: reader.expression("when"), basis: reader.text("basis") };
        reader.finish();
        cover
    }
}

/// Properties of a document slot.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Code of the component in the procedure's list of documents.
    pub component: String,
    /// Types by their short names: `pdf`, `jpg`, `png`.
    pub accept: Vec<String>,
    /// Most files.
    pub max_files: usize,
    /// Most bytes of one file.
    pub max_bytes: i64,
    /// Field with the personal id or enterprise code of whom the document is about. Only then can it be taken from the citizen's own store
    /// without asking: a paper about somebody else is another paper.
    pub holder: Option<String>,
    /// The way of proving that it belongs to: it is required unless another way of its group is complete.
    pub alternative: Option<Alternative>,
    /// Answers of registers that make it needless, the first that counts is named.
    pub covered_by: Vec<Cover>,
}

impl File {
    /// Reads `component`, `accept`, `max_files`, `max_bytes`, `holder`, `alternative` and `covered_by`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let file = Self {
            component: reader.text("component"),
            accept: reader.texts("accept"),
            max_files: reader.count("max_files").unwrap_or(5),
            max_bytes: reader.int("max_bytes").unwrap_or(10_485_760),
            holder: reader.text_or_none("holder"),
            alternative: reader.object("alternative").map(|mut part| {
                let alternative = Alternative { group: part.id("group"), way: part.id("way") };
                part.finish();
                alternative
            }),
            covered_by: reader.list("covered_by", Cover::read),
        };
        if reader.is_empty_list("covered_by") {
            reader.issue("covered_by", "empty_list");
        }
        if file.accept.is_empty() {
            reader.issue("accept", "missing_key");
        }
        if file.max_files == 0 || file.max_bytes <= 0 {
            reader.issue("max_files", "min_above_max");
        }
        file
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        let files = match raw {
            Value::Null => return Parsed::blank(),
            Value::Array(files) if files.is_empty() => return Parsed::blank(),
            Value::Array(files) => files,
            _ => return Parsed::error("invalid"),
        };
        let mut value = Vec::with_capacity(files.len());
        let mut parsed = Parsed::blank();
        for file in files {
            let Some(entry) = entry(file) else { return Parsed::error("invalid") };
            if value.iter().any(|other: &Value| other.get("id") == entry.get("id")) {
                return Parsed::error("invalid");
            }
            let kind = short_type(entry.get("type").and_then(Value::as_str).unwrap_or_default());
            let size = entry.get("size").and_then(Value::as_i64).unwrap_or(0);
            if !self.accept.iter().any(|accepted| short_type(accepted) == kind) {
                parsed.faults.push(Fault::error("file.type").with("accept", self.accept.join(", ")));
            }
            if size > self.max_bytes {
                parsed.faults.push(Fault::error("file.size").with("max_bytes", self.max_bytes));
            }
            value.push(Value::Object(entry));
        }
        if value.len() > self.max_files {
            parsed.faults.push(Fault::error("file.count").with("max", self.max_files));
        }
        parsed.faults.dedup();
        parsed.value = Some(Value::Array(value));
        parsed
    }
}

/// What is said of a document from the store: `result` or `upload`, its reference, its day.
pub(crate) const PAPER: [&str; 3] = ["source", "reference", "at"];

/// One file with exactly its five properties, and where it came from when that is said.
fn entry(file: &Value) -> Option<Map<String, Value>> {
    let size = file.get("size")?.as_i64().filter(|size| (0..1 << 53).contains(size))?;
    let digest = file.get("sha256")?.as_str()?;
    if digest.len() != 64
        || !digest.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    {
        return None;
    }
    let mut entry = Map::new();
    for key in ["id", "name", "type"] {
        entry.insert(
            key.to_owned(),
            Value::String(file.get(key)?.as_str().filter(|text| !text.is_empty())?.to_owned()),
        );
    }
    entry.insert("size".to_owned(), size.into());
    entry.insert("sha256".to_owned(), digest.into());
    if let Some(paper) = file.get("paper") {
        let part = |key: &str| paper.get(key)?.as_str().filter(|text| !text.is_empty());
        let parts = PAPER.map(|key| part(key).map(|text| (key.to_owned(), text.into())));
        entry.insert("paper".to_owned(), Value::Object(parts.into_iter().collect::<Option<_>>()?));
    }
    Some(entry)
}

/// The short name of a media type: `image/jpeg`, `jpeg` and `jpg` are one.
#[must_use]
pub fn short_type(name: &str) -> &str {
    match name.rsplit_once('/').map_or(name, |(_, short)| short) {
        "jpeg" => "jpg",
        short => short,
    }
}
