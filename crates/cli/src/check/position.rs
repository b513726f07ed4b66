//! Where a JSON pointer leads in the text of a file, as a line. Knows nothing but JSON.

/// The line (from 1) of the value that a pointer leads to, or of the last part of it that exists.
pub fn line(text: &str, pointer: &str) -> usize {
    let mut at = Scan { text: text.as_bytes(), at: 0 };
    at.blank();
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        if !at.enter(&part) {
            break;
        }
    }
    text.get(..at.at.min(text.len())).map_or(0, |before| before.matches('\n').count()) + 1
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    fn blank(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t' | b',' | b':') {
            self.at += 1;
        }
    }

    /// Goes to a member of the value here; stays when there is none.
    fn enter(&mut self, part: &str) -> bool {
        let start = self.at;
        let close = match self.peek() {
            b'{' => b'}',
            b'[' => b']',
            _ => return false,
        };
        self.at += 1;
        self.blank();
        let mut number = 0;
        while self.at < self.text.len() && self.peek() != close {
            let is_here = if close == b'}' {
                let key = self.string();
                self.blank();
                key == part
            } else {
                number.to_string() == part
            };
            if is_here {
                return true;
            }
            self.skip();
            self.blank();
            number += 1;
        }
        self.at = start;
        false
    }

    /// Reads a string.
    fn string(&mut self) -> String {
        let start = self.at;
        self.skip();
        let found = self.text.get(start..self.at).unwrap_or_default();
        serde_json::from_slice(found).unwrap_or_default()
    }

    /// Goes behind the value here.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.text.len() {
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    while self.at < self.text.len() && self.peek() != b'"' {
                        self.at += if self.peek() == b'\\' { 2 } else { 1 };
                    }
                    self.at += 1;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                _ => {
                    self.at += 1;
                    if depth > 0 || !matches!(self.peek(), b',' | b'}' | b']' | b' ' | b'\n') {
                        continue;
                    }
                }
            }
            if depth == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n  \"a\": [1, \"]\", {\n    \"b/c\": true\n  }],\n  \"d\": {\"e\":\n null}\n}\n";

    #[test]
    fn a_pointer_leads_to_its_line() {
        for (pointer, wanted) in [("", 1), ("/a", 2), ("/a/1", 2), ("/a/2/b~1c", 3), ("/d", 5), ("/d/e", 6)] {
            assert_eq!(line(TEXT, pointer), wanted, "{pointer}");
        }
    }

    #[test]
    fn a_pointer_that_leads_too_far_ends_where_the_text_does() {
        assert_eq!(line(TEXT, "/d/e/f"), 6);
        assert_eq!(line(TEXT, "/a/7"), 2);
        assert_eq!(line("", "/a"), 1);
        assert_eq!(line("{\"a\": \"", "/a/b"), 1);
    }
}
