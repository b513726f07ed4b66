//! Reads JSON objects strictly and collects every mistake with its pointer, where a derived deserialiser would stop
//! at the first. Knows nothing of procedures.

use serde_json::{Map, Value};

use crate::date::CivilDate;
use crate::issue::SchemaIssue;

/// One JSON object that is being read; keys that nobody asked for are issues.
pub(crate) struct Reader<'a, 'i> {
    map: &'a Map<String, Value>,
    pointer: String,
    asked: Vec<&'static str>,
    issues: &'i mut Vec<SchemaIssue>,
    #[cfg(feature = "export")]
    log: Option<&'i Log>,
}

/// What readers have asked for: by the pointer of an object and a key, what may stand there.
#[cfg(feature = "export")]
pub(crate) type Log = std::cell::RefCell<std::collections::BTreeMap<(String, &'static str), Sort>>;

/// What may stand at a key; only exports keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Any,
    Expression,
    Text,
    Id,
    Word(&'static [&'static str]),
    Flag,
    Int,
    Count,
    Date,
    Texts,
    Words(&'static [&'static str]),
    Object,
    List,
}

impl<'a, 'i> Reader<'a, 'i> {
    /// Starts to read a value, which must be an object.
    pub fn new(value: &'a Value, pointer: String, issues: &'i mut Vec<SchemaIssue>) -> Option<Self> {
        if let Value::Object(map) = value {
            return Some(Self {
                map,
                pointer,
                asked: Vec::new(),
                issues,
                #[cfg(feature = "export")]
                log: None,
            });
        }
        issues.push(SchemaIssue::new(&pointer, "expected_object"));
        None
    }

    /// The same reader, which keeps what it and the readers within it are asked for.
    #[cfg(feature = "export")]
    pub fn logged(mut self, log: Option<&'i Log>) -> Self {
        self.log = log;
        self
    }

    /// Keeps what may stand at a key; the last word counts.
    #[cfg_attr(
        not(feature = "export"),
        expect(clippy::unused_self, reason = "there is a log only for exports")
    )]
    fn note(&self, key: &'static str, sort: Sort) {
        #[cfg(feature = "export")]
        if let Some(log) = self.log {
            log.borrow_mut().insert((self.pointer.clone(), key), sort);
        }
        #[cfg(not(feature = "export"))]
        let _ = (key, sort);
    }

    /// Pointer of this object.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Reports a mistake at a key of this object.
    pub fn issue(&mut self, key: &str, code: &'static str) {
        let pointer = join(&self.pointer, key);
        self.issues.push(SchemaIssue::new(&pointer, code));
    }

    /// Reports a mistake at a place inside this object.
    pub fn issue_at(&mut self, pointer: &str, code: &'static str) {
        self.issues.push(SchemaIssue::new(pointer, code));
    }

    /// The value of a key; `null` counts as absent.
    pub fn take(&mut self, key: &'static str) -> Option<&'a Value> {
        self.note(key, Sort::Any);
        self.asked.push(key);
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// An expression, kept as JSON.
    pub fn expression(&mut self, key: &'static str) -> Option<Value> {
        let expression = self.take(key).cloned();
        self.note(key, Sort::Expression);
        expression
    }

    /// An expression over another version of the form, which alone can type it.
    #[cfg(feature = "migrate")]
    pub fn foreign_expression(&mut self, key: &'static str) -> Option<Value> {
        let expression = self.expression(key);
        if let Some(expression) = &expression {
            crate::expr::shape::judge(expression, &join(&self.pointer, key), self.issues);
        }
        expression
    }

    /// A text that must be there and not be empty.
    pub fn text(&mut self, key: &'static str) -> String {
        if self.map.get(key).is_none_or(Value::is_null) {
            self.issue(key, "missing_key");
        }
        self.text_or_none(key).unwrap_or_default()
    }

    /// A text that may be absent.
    pub fn text_or_none(&mut self, key: &'static str) -> Option<String> {
        let value = self.take(key);
        self.note(key, Sort::Text);
        match value? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            _ => {
                self.issue(key, "expected_text");
                None
            }
        }
    }

    /// An id: a small letter, then small letters, digits and underscores.
    pub fn id(&mut self, key: &'static str) -> String {
        let id = self.text(key);
        self.note(key, Sort::Id);
        if !id.is_empty() && !is_id(&id) {
            self.issue(key, "id_characters");
        }
        id
    }

    /// One of the given words.
    pub fn word(&mut self, key: &'static str, allowed: &'static [&'static str]) -> String {
        let word = self.text(key);
        self.among(key, word, allowed)
    }

    /// One of the given words, with a default.
    pub fn word_or(&mut self, key: &'static str, default: &str, allowed: &'static [&'static str]) -> String {
        let word = self.text_or_none(key).unwrap_or_else(|| default.to_owned());
        self.among(key, word, allowed)
    }

    /// Any of the given words; absent is empty.
    pub fn words(&mut self, key: &'static str, allowed: &'static [&'static str]) -> Vec<String> {
        let words = self.texts(key);
        self.note(key, Sort::Words(allowed));
        for word in &words {
            self.judge(key, word, allowed);
        }
        words
    }

    fn among(&mut self, key: &'static str, word: String, allowed: &'static [&'static str]) -> String {
        self.note(key, Sort::Word(allowed));
        self.judge(key, &word, allowed);
        word
    }

    fn judge(&mut self, key: &str, word: &str, allowed: &[&str]) {
        if !word.is_empty() && !allowed.contains(&word) {
            self.issues.push(SchemaIssue::new(&join(&self.pointer, key), "unknown_word").with("word", word));
        }
    }

    /// A yes or no with a default.
    pub fn flag(&mut self, key: &'static str, default: bool) -> bool {
        let value = self.take(key);
        self.note(key, Sort::Flag);
        match value {
            None => default,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => {
                self.issue(key, "expected_bool");
                default
            }
        }
    }

    /// An integer that may be absent.
    pub fn int(&mut self, key: &'static str) -> Option<i64> {
        let value = self.take(key);
        self.note(key, Sort::Int);
        let value = value?;
        if value.as_i64().is_none() {
            self.issue(key, "expected_integer");
        }
        value.as_i64()
    }

    /// A count (not negative) that may be absent.
    pub fn count(&mut self, key: &'static str) -> Option<usize> {
        let count = self.int(key);
        self.note(key, Sort::Count);
        let count = usize::try_from(count?).ok();
        if count.is_none() {
            self.issue(key, "expected_count");
        }
        count
    }

    /// An ISO date that may be absent.
    pub fn date(&mut self, key: &'static str) -> Option<CivilDate> {
        let value = self.take(key);
        self.note(key, Sort::Date);
        let date = value?.as_str().and_then(CivilDate::parse);
        if date.is_none() {
            self.issue(key, "expected_date");
        }
        date
    }

    /// A list of texts; absent is empty.
    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let value = self.take(key);
        self.note(key, Sort::Texts);
        match value {
            None => Vec::new(),
            Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
                items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(_) => {
                self.issue(key, "expected_texts");
                Vec::new()
            }
        }
    }

    /// An object that may be absent.
    pub fn object(&mut self, key: &'static str) -> Option<Reader<'a, '_>> {
        let value = self.take(key);
        self.note(key, Sort::Object);
        self.within(value?, join(&self.pointer, key))
    }

    /// A list of objects; absent is empty.
    pub fn list<T>(&mut self, key: &'static str, read: fn(Reader<'a, '_>) -> T) -> Vec<T> {
        let value = self.take(key);
        self.note(key, Sort::List);
        let items = match value {
            None => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.issue(key, "expected_list");
                return Vec::new();
            }
        };
        let list = join(&self.pointer, key);
        let mut out = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            out.extend(self.within(item, join(&list, &at.to_string())).map(read));
        }
        out
    }

    /// Whether a list is there and has nothing in it.
    pub fn is_empty_list(&self, key: &'static str) -> bool {
        self.map.get(key).and_then(Value::as_array).is_some_and(Vec::is_empty)
    }

    /// A reader of an object in this one.
    fn within(&mut self, value: &'a Value, pointer: String) -> Option<Reader<'a, '_>> {
        let reader = Reader::new(value, pointer, self.issues);
        #[cfg(feature = "export")]
        let reader = reader.map(|reader| reader.logged(self.log));
        reader
    }

    /// Ends the object: every key that was not asked for is an issue.
    pub fn finish(self) {
        for key in self.map.keys() {
            if !self.asked.contains(&key.as_str()) {
                self.issues.push(SchemaIssue::new(&join(&self.pointer, key), "unknown_key"));
            }
        }
    }
}

/// A pointer one step deeper (RFC 6901 escapes).
pub(crate) fn join(pointer: &str, key: &str) -> String {
    let mut out = String::with_capacity(pointer.len() + key.len() + 1);
    out.push_str(pointer);
    out.push('/');
    for letter in key.chars() {
        match letter {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            other => out.push(other),
        }
    }
    out
}

/// Whether a text is `[a-z][a-z0-9_]*`.
pub(crate) fn is_id(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
