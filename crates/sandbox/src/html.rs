//! A tree of HTML elements that escapes every text and every attribute, so that no page can forget to.
//! It knows elements, not pages: frame, styles and headers are in `page`.

/// An element with its attributes and children.
pub struct Element {
    name: &'static str,
    attributes: String,
    inner: String,
}

/// Starts an element.
pub fn el(name: &'static str) -> Element {
    Element { name, attributes: String::new(), inner: String::new() }
}

/// An element that holds a text only.
pub fn say(name: &'static str, text: impl AsRef<str>) -> Element {
    el(name).text(text)
}

impl Element {
    /// Adds an attribute.
    pub fn attr(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        self.attributes.push(' ');
        self.attributes.push_str(name);
        self.attributes.push_str("=\"");
        escape(value.as_ref(), &mut self.attributes);
        self.attributes.push('"');
        self
    }

    /// Adds an attribute without a value when it holds.
    pub fn flag(mut self, name: &'static str, holds: bool) -> Self {
        if holds {
            self.attributes.push(' ');
            self.attributes.push_str(name);
        }
        self
    }

    /// Adds the class attribute.
    pub fn class(self, value: &'static str) -> Self {
        self.attr("class", value)
    }

    /// Adds a text.
    pub fn text(mut self, text: impl AsRef<str>) -> Self {
        escape(text.as_ref(), &mut self.inner);
        self
    }

    /// Adds a child.
    pub fn child(mut self, child: Element) -> Self {
        child.write(&mut self.inner);
        self
    }

    /// Adds children.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        for child in children {
            child.write(&mut self.inner);
        }
        self
    }

    /// The element as text.
    pub fn render(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        out.push_str(&self.attributes);
        out.push('>');
        if !matches!(self.name, "input" | "meta" | "link" | "br" | "hr") {
            out.push_str(&self.inner);
            out.push_str("</");
            out.push_str(self.name);
            out.push('>');
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_attributes_are_escaped() {
        let page = el("p").attr("title", "\"><script>").text("<b> & 'c'").render();
        assert_eq!(page, "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt; &amp; &#39;c&#39;</p>");
    }

    #[test]
    fn a_void_element_is_not_closed() {
        assert_eq!(el("input").flag("required", true).flag("disabled", false).render(), "<input required>");
    }
}
