//! The frame of every sandbox page: head, band, header, main, and the headers that go with it.
//! What a page says is in its own room; the stylesheets are files in `style/`.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::html::{Element, el, say};

/// Whose page it is; each has a stylesheet of its own, so that one sees which house one is in.
#[derive(Clone, Copy)]
pub enum Look {
    /// The sandbox itself: start page and control.
    Start,
    /// The identity provider.
    Identity,
    /// The citizen's phone.
    Phone,
    /// The payment gateway.
    Payment,
    /// The national payment platform.
    National,
    /// The payer's bank.
    Bank,
    /// The one-stop desk.
    Desk,
}

impl Look {
    fn name(self) -> &'static str {
        match self {
            Look::Start => "start",
            Look::Identity => "identity",
            Look::Phone => "phone",
            Look::Payment => "payment",
            Look::National => "national",
            Look::Bank => "bank",
            Look::Desk => "desk",
        }
    }

    fn house(self) -> &'static str {
        match self {
            Look::Start => "Các hệ thống thử nghiệm",
            Look::Identity => "Định danh điện tử",
            Look::Phone => "Ký số trên điện thoại",
            Look::Payment => "Cổng thanh toán",
            Look::National => "Nền tảng thanh toán quốc gia",
            Look::Bank => "Ngân hàng",
            Look::Desk => "Bộ phận một cửa",
        }
    }
}

/// A page under construction.
pub struct Page {
    look: Look,
    title: String,
    status: StatusCode,
    form_action: String,
    main: Vec<Element>,
}

impl Page {
    /// Starts a page; the title is also its only `h1`.
    pub fn new(look: Look, title: impl Into<String>) -> Self {
        Page {
            look,
            title: title.into(),
            status: StatusCode::OK,
            form_action: "'self'".to_owned(),
            main: Vec::new(),
        }
    }

    /// Answers with another status than 200.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Lets a form's answer redirect to other origins, which `form-action 'self'` alone would block.
    pub fn may_lead_to(mut self, origins: &str) -> Self {
        self.form_action = format!("'self' {origins}");
        self
    }

    /// Adds an element to the main part.
    pub fn with(mut self, element: Element) -> Self {
        self.main.push(element);
        self
    }

    /// Adds elements to the main part.
    pub fn with_all(mut self, elements: impl IntoIterator<Item = Element>) -> Self {
        self.main.extend(elements);
        self
    }

    fn document(self) -> String {
        let sheet =
            |name: &str| el("link").attr("rel", "stylesheet").attr("href", format!("/style/{name}.css"));
        let head = el("head")
            .child(el("meta").attr("charset", "utf-8"))
            .child(el("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1"))
            .child(el("meta").attr("name", "color-scheme").attr("content", "light dark"))
            .child(say("title", format!("{} – {} (thử nghiệm)", self.title, self.look.house())))
            .child(sheet("base"))
            .child(sheet(self.look.name()));
        let band = el("p")
            .class("band")
            .child(say("strong", "Môi trường thử nghiệm"))
            .text(": không phải hệ thống thật, không có người, tiền hay chữ ký thật.");
        let header = el("header")
            .class("mast")
            .child(band)
            .child(el("div").class("mast__in").child(say("p", self.look.house()).class("mast__name")));
        let main = el("main").attr("id", "main").child(say("h1", &self.title)).children(self.main);
        let body = el("body").attr("class", self.look.name()).child(header).child(main);
        format!("<!doctype html>\n{}", el("html").attr("lang", "vi").child(head).child(body).render())
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let policy = format!(
            "default-src 'none'; style-src 'self'; form-action {}; frame-ancestors 'none'; base-uri 'none'",
            self.form_action
        );
        let (status, document) = (self.status, self.document());
        let mut response = (status, Html(document)).into_response();
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::try_from(policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, value);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }
}

/// A stylesheet by its name, or nothing.
pub fn stylesheet(name: &str) -> Option<&'static str> {
    Some(match name {
        "base.css" => include_str!("../style/base.css"),
        "start.css" => include_str!("../style/start.css"),
        "identity.css" => include_str!("../style/identity.css"),
        "phone.css" => include_str!("../style/phone.css"),
        "payment.css" => include_str!("../style/payment.css"),
        "national.css" => include_str!("../style/national.css"),
        "bank.css" => include_str!("../style/bank.css"),
        "desk.css" => include_str!("../style/desk.css"),
        _ => return None,
    })
}

/// A form that posts to an address of the sandbox.
pub fn form(action: impl AsRef<str>) -> Element {
    el("form").attr("method", "post").attr("action", action)
}

/// A value that travels with a form.
pub fn hidden(name: &str, value: impl AsRef<str>) -> Element {
    el("input").attr("type", "hidden").attr("name", name).attr("value", value)
}

/// A button that sends its form with a name and a value.
pub fn button(name: &str, value: &str, text: impl AsRef<str>) -> Element {
    say("button", text).class("btn").attr("type", "submit").attr("name", name).attr("value", value)
}

/// A quieter button.
pub fn quiet_button(name: &str, value: &str, text: impl AsRef<str>) -> Element {
    say("button", text).class("btn btn--quiet").attr("type", "submit").attr("name", name).attr("value", value)
}

/// A list of terms and what they are.
pub fn facts<'a>(rows: impl IntoIterator<Item = (&'a str, String)>) -> Element {
    el("dl").class("facts").children(
        rows.into_iter().map(|(term, value)| el("div").child(say("dt", term)).child(say("dd", value))),
    )
}

/// A label with its control below it.
pub fn labelled(id: &str, label: &str, control: Element) -> Element {
    el("div").class("field").child(say("label", label).attr("for", id)).child(control.attr("id", id))
}

/// `1.234.567 đ`.
pub fn dong(amount: u64) -> String {
    let digits = amount.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out + " đ"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_grouped_in_threes() {
        assert_eq!(dong(0), "0 đ");
        assert_eq!(dong(8_000), "8.000 đ");
        assert_eq!(dong(1_234_567), "1.234.567 đ");
    }
}
