//! Reading Rust without compiling it: code with comments, strings and tests blanked out, and the strings by themselves. Enough to
//! find paths and texts; it knows no types and expands no macros.

/// A string literal and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// The line of its first character, counted from one.
    pub line: usize,
    /// The code before it on the way back to the last blank or bracket, for example `t(`.
    pub before: String,
    /// What is between the quotes, escapes as they are written.
    pub text: String,
}

/// One file, taken apart.
#[derive(Debug, Default)]
pub struct Source {
    /// The code: comments, literals and `#[cfg(test)]` items are blanks, lines are kept.
    pub code: String,
    /// The string literals outside of tests.
    pub literals: Vec<Literal>,
}

/// Takes a file apart.
#[must_use]
pub fn read(text: &str) -> Source {
    let mut source = Source::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = token(rest, &source.code);
        let (piece, after) = rest.split_at(length.max(first.len_utf8()));
        match kind {
            Kind::Code => source.code.push_str(piece),
            Kind::Blank => source.code.push_str(&blank(piece)),
            Kind::Literal(start, end) => {
                let literal = Literal {
                    line: source.code.matches('\n').count() + 1,
                    before: call_before(&source.code),
                    text: piece[start..piece.len() - end].to_owned(),
                };
                source.literals.push(literal);
                source.code.push_str(&blank(piece));
            }
        }
        rest = after;
    }
    without_tests(source)
}

/// Whether a file holds nothing but tests.
#[must_use]
pub fn is_test_file(path: &str) -> bool {
    ["tests/", "benches/"]
        .iter()
        .any(|folder| path.starts_with(folder) || path.contains(&format!("/{folder}")))
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
}

enum Kind {
    Code,
    Blank,
    Literal(usize, usize),
}

fn token(rest: &str, code: &str) -> (Kind, usize) {
    let in_word = code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    if rest.starts_with("//") {
        return (Kind::Blank, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Kind::Blank, block_comment(rest));
    }
    if rest.starts_with('"') {
        return (Kind::Literal(1, 1), quoted(rest, '"'));
    }
    if rest.starts_with('\'') {
        return (Kind::Blank, character(rest));
    }
    if !in_word && rest.starts_with('r') {
        let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
        if rest[1 + hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let start = hashes + 2;
            let end = rest[start..].find(&close).map_or(rest.len(), |at| start + at + close.len());
            return (Kind::Literal(start, close.len()), end);
        }
    }
    (Kind::Code, 1)
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal; one for the mark of a lifetime.
fn character(rest: &str) -> usize {
    let mut after = rest[1..].chars();
    match (after.next(), after.next()) {
        (Some('\\'), _) => quoted(rest, '\''),
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 1,
    }
}

fn blank(piece: &str) -> String {
    piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

fn call_before(code: &str) -> String {
    let trimmed = code.trim_end();
    let start = trimmed.rfind(|c: char| !(c.is_alphanumeric() || "_.:(!".contains(c))).map_or(0, |at| at + 1);
    trimmed.get(start..).unwrap_or_default().to_owned()
}

/// Blanks out what stands under `#[cfg(test)]`, to the end of its braces.
fn without_tests(mut source: Source) -> Source {
    const MARK: &str = "#[cfg(test)]";
    while let Some(start) = source.code.find(MARK) {
        let end = item_end(&source.code, start + MARK.len());
        let first = source.code[..start].matches('\n').count() + 1;
        let last = source.code[..end].matches('\n').count() + 1;
        source.literals.retain(|literal| literal.line < first || literal.line > last);
        let item = blank(&source.code[start..end]);
        source.code.replace_range(start..end, &item);
    }
    source
}

fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code[from..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return from + at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return from + at + 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_not_code() {
        let source = read(
            "a // b \"c\"\n/* d /* e */ f */ g(\"h\\\"i\", r#\"j\"k\"#, 'l', '\\'', b\"m\") + n::<'o>()\n",
        );
        let words: Vec<&str> = source.code.split_whitespace().collect();
        assert_eq!(
            words,
            ["a", "g(", ",", ",", ",", ",", "b", ")", "+", "n::<'o>()"]
                .map(|word| word.replace("'o", " o"))
                .iter()
                .flat_map(|word| word.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        );
        assert_eq!(
            source.literals.iter().map(|literal| literal.text.as_str()).collect::<Vec<_>>(),
            ["h\\\"i", "j\"k", "m"]
        );
        assert!(source.literals.iter().all(|literal| literal.line == 2));
    }

    #[test]
    fn a_literal_knows_the_call_it_stands_in() {
        let source = read("let x = t(\"a\"); locale.text(\n  \"b\")");
        assert_eq!(source.literals[0].before, "t(");
        assert_eq!(source.literals[1].before, "locale.text(");
    }

    #[test]
    fn what_is_compiled_for_tests_only_is_left_out() {
        let source = read(
            "fn a() { b(\"c\") }\n#[cfg(test)]\nmod tests {\n  fn d() { e(\"f\") }\n}\nfn g() {}\n#[cfg(test)]\nmod more;\nfn h() {}",
        );
        assert!(
            source.code.contains("fn g")
                && source.code.contains("fn h")
                && !source.code.contains("fn d")
                && !source.code.contains("more")
        );
        assert_eq!(source.literals.len(), 1);
    }

    #[test]
    fn files_of_tests_are_known_by_their_place() {
        assert!(
            is_test_file("crates/eform/tests/a.rs")
                && is_test_file("tests/web/src/lib.rs")
                && is_test_file("src/form/tests.rs")
        );
        assert!(!is_test_file("src/form/attests.rs"));
    }
}
