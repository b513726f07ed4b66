//! Form-encoded parameters of a query or a body, in the order they came. A name that comes twice is remembered as a
//! defect, because two readers could each take another one.

use form_urlencoded::Serializer;

/// Decoded parameters.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query or a form body.
    pub fn read(text: &str) -> Self {
        Params(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The value of a name; an empty value counts as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Whether a name occurs more than once.
    pub fn has_repeats(&self) -> bool {
        self.0.iter().enumerate().any(|(at, (name, _))| self.0[..at].iter().any(|(other, _)| other == name))
    }

    /// All pairs.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

/// Appends parameters to an address.
pub fn with_query<'a>(url: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(pairs);
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_name_is_noticed() {
        assert!(Params::read("a=1&b=2&a=1").has_repeats());
        assert!(!Params::read("a=1&b=1").has_repeats());
    }

    #[test]
    fn an_address_that_has_a_query_gets_more_of_it() {
        assert_eq!(with_query("http://x/?a=1", [("b", "ộ &")]), "http://x/?a=1&b=%E1%BB%99+%26");
    }
}
