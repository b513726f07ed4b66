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

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{document, element, show};

    #[test]
    fn what_broke_is_replaced_by_a_heading_and_a_button_that_reloads_without_the_app() {
        let document = document().unwrap();
        let place = document.create_element("div").unwrap();
        place.set_id("app");
        place.append_child(&document.create_element("nav").unwrap()).unwrap();
        document.body().unwrap().append_child(&place).unwrap();

        show("Lỗi", "Đã lưu", "Tải lại");

        assert!(place.query_selector("nav").unwrap().is_none());
        assert_eq!(element("main").unwrap().text_content().unwrap(), "LỗiĐã lưuTải lại");
        assert!(place.query_selector("form > button:not([type])").unwrap().is_some());
        place.remove();
    }
}
