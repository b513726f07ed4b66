//! The crash page: drawn by hand when the app has panicked and can no longer draw anything itself.

use super::page::{document, element};

/// Puts a heading, a sentence and a reload button where the app was. Texts arrive ready; the app may be broken.
pub fn show(title: &str, body: &str, button: &str) {
    _ = draw(title, body, button);
}

/// Tells developers where it broke. A panic's message names code, never an answer.
pub fn log(message: &str) {
    leptos::logging::error!("{message}");
}

fn draw(title: &str, body: &str, button: &str) -> Option<()> {
    let document = document()?;
    let page = document.create_element("main").ok()?;
    page.set_class_name("cd-crash");
    page.set_id("main");
    for (tag, text) in [("h1", title), ("p", body)] {
        let line = document.create_element(tag).ok()?;
        line.set_text_content(Some(text));
        page.append_child(&line).ok()?;
    }
    // A form, not a link: the app's own link handler may be broken and would swallow the click.
    let form = document.create_element("form").ok()?;
    let reload = document.create_element("button").ok()?;
    reload.set_class_name("cd-button");
    reload.set_text_content(Some(button));
    form.append_child(&reload).ok()?;
    page.append_child(&form).ok()?;
    let app = element("app")?;
    app.set_text_content(None);
    app.append_child(&page).ok()?;
    Some(())
}
