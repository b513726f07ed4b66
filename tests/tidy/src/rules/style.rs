//! Style sheets mirror the Rust files: `style/form/date.css` belongs to `src/form/widgets/date.rs` and styles the block `cd-date` or
//! what else that file draws, and nothing that is drawn nowhere. The sheets directly under `style/` are the layers below the
//! blocks and are free, but for the one prefix of all classes.

use crate::Finding;
use crate::repository::Repository;
use std::collections::BTreeSet;

/// Folders of `style/` whose sheets are blocks, and where their Rust files are.
const FOLDERS: &[(&str, &[&str])] = &[
    ("ui", &["src/ui"]),
    ("form", &["src/form", "src/form/widgets"]),
    ("steps", &["src/steps"]),
    ("pages", &["src/pages"]),
];

/// How every class begins, so that it can be found with one search.
const PREFIX: &str = "cd-";

/// Widgets without a style sheet of their own, with the reason.
const PLAIN: &[(&[&str], &str)] = &[
    (&["text", "long_text", "phone", "email", "number", "personal_id"], "one line to type in: line.css"),
    (
        &["tax_code", "social_insurance", "health_insurance", "passport", "plate", "bank_account"],
        "a number that is printed on a paper, in one line: line.css",
    ),
    (&["business_line", "decimal", "signature_place"], "one line to type in: line.css"),
    (&["date_words", "money_words"], "what the form writes out itself: words.css"),
    (
        &["consent"],
        "a statement, a mark, a name and a number: attestation.css, option.css, person_name.css, units.css",
    ),
    (&["date", "partial_date"], "three short lines: three_parts.css"),
    (&["catalogue"], "a search with a list: combobox.css"),
    (&["choice", "choices", "yes_no"], "options with a mark: option.css"),
    (&["agency"], "province and commune: units.css"),
    (&["notice"], "text without a control: field.css"),
];

/// Sheets without a Rust file, widgets without a sheet, classes of another block, and classes that nothing draws.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let mut found = widgets(repository);
    let anywhere: BTreeSet<&str> = drawn_by(repository, "src").into_iter().collect();
    for (path, text) in repository.with_extension(&["css"]).filter(|(path, _)| path.starts_with("style/")) {
        let selectors = selectors_of(text);
        found.extend(without_prefix(path, &selectors));
        if let Some((folder, homes)) =
            FOLDERS.iter().find(|(folder, _)| path.starts_with(&format!("style/{folder}/")))
        {
            let stem = path.trim_start_matches(&format!("style/{folder}/")).trim_end_matches(".css");
            found.extend(block(repository, path, stem, homes, &selectors, &anywhere));
        }
    }
    found
}

fn widgets(repository: &Repository) -> Vec<Finding> {
    let stems = repository.with_extension(&["rs"]).filter_map(|(path, _)| {
        let stem = path.strip_prefix("src/form/widgets/")?.strip_suffix(".rs")?;
        (!stem.contains('/')).then_some((path, stem))
    });
    let is_plain = |stem: &str| PLAIN.iter().any(|(plain, _)| plain.contains(&stem));
    let bare =
        stems.filter(|(_, stem)| !is_plain(stem) && !repository.has(&format!("style/form/{stem}.css")));
    bare.map(|(path, stem)| {
        Finding::file(
            path,
            format!("there is no style/form/{stem}.css, and no reason in the list of the rule"),
        )
    })
    .collect()
}

fn without_prefix(path: &str, selectors: &[(usize, Vec<String>)]) -> Vec<Finding> {
    let classes =
        selectors.iter().flat_map(|(line, classes)| classes.iter().map(move |class| (*line, class)));
    classes
        .filter(|(_, class)| !class.starts_with(PREFIX))
        .map(|(line, class)| Finding::line(path, line, format!("`.{class}` does not begin with `{PREFIX}`")))
        .collect()
}

fn block(
    repository: &Repository,
    path: &str,
    stem: &str,
    homes: &[&str],
    selectors: &[(usize, Vec<String>)],
    anywhere: &BTreeSet<&str>,
) -> Vec<Finding> {
    let home = homes.iter().find(|home| repository.has(&format!("{home}/{stem}.rs")));
    let Some(home) = home else {
        return vec![Finding::file(path, format!("there is no {stem}.rs in {}", homes.join(" or ")))];
    };
    let drawn = drawn_by(repository, &format!("{home}/{stem}"));
    let name = format!("{PREFIX}{}", stem.replace('_', "-"));
    let is_own = |class: &String| belongs(class, &name) || drawn.contains(&base(class));
    let judge = |(line, classes): &(usize, Vec<String>)| {
        let message = match classes.iter().find(|class| !anywhere.contains(base(class))) {
            Some(dead) => format!("`.{dead}` is drawn nowhere"),
            None if classes.is_empty() || classes.iter().any(is_own) => return None,
            None => format!("`.{}` is not drawn by {stem}.rs", classes[0]),
        };
        Some(Finding::line(path, *line, message))
    };
    selectors.iter().filter_map(judge).collect()
}

fn belongs(class: &str, block: &str) -> bool {
    class
        .strip_prefix(block)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("__") || rest.starts_with("--"))
}

/// A class without its modifier, which may be put together at run time.
fn base(class: &str) -> &str {
    class.split_once("--").map_or(class, |(base, _)| base)
}

/// Every word of a Rust file, or of the folder of its name: classes are among them.
fn drawn_by<'a>(repository: &'a Repository, stem: &str) -> Vec<&'a str> {
    let (file, folder) = (format!("{stem}.rs"), format!("{stem}/"));
    let texts = repository
        .files()
        .filter(|(path, _)| *path == file || path.starts_with(&folder))
        .map(|(_, text)| text);
    texts
        .flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').map(base))
        .collect()
}

/// The classes of every selector, with its line.
fn selectors_of(css: &str) -> Vec<(usize, Vec<String>)> {
    let css = without_comments(css);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in css.char_indices().filter(|(_, c)| matches!(c, '{' | '}' | ';')) {
        let prelude = &css[start..at];
        if mark == '{' && !prelude.trim_start().starts_with('@') {
            for (offset, selector) in split(prelude) {
                let blanks = &selector[..selector.len() - selector.trim_start().len()];
                let line = css[..start + offset].matches('\n').count() + blanks.matches('\n').count() + 1;
                found.push((line, classes(selector)));
            }
        }
        start = at + 1;
    }
    found
}

/// A selector list, split at its commas outside of parentheses.
fn split(prelude: &str) -> Vec<(usize, &str)> {
    let mut depth = 0_usize;
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in prelude.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push((start, &prelude[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push((start, &prelude[start..]));
    parts
}

fn classes(selector: &str) -> Vec<String> {
    let is_name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let names = selector.split('.').skip(1).map(|rest| rest.chars().take_while(is_name).collect::<String>());
    names.filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())).collect()
}

fn without_comments(css: &str) -> String {
    let mut text = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        let (comment, after) = after.split_once("*/").unwrap_or((after, ""));
        text.push_str(before);
        text.extend(comment.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        check(&Repository::of(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_sheet_without_a_rust_file_is_found() {
        assert_eq!(
            messages(&[("style/ui/panel.css", "/* x */")]),
            ["style/ui/panel.css: there is no panel.rs in src/ui"]
        );
        assert_eq!(messages(&[("style/ui/panel.css", "/* x */"), ("src/ui/panel.rs", "")]), [""; 0]);
        assert_eq!(messages(&[("style/tokens.css", ".cd-anything {}")]), [""; 0]);
    }

    #[test]
    fn a_class_without_the_prefix_is_found_in_every_sheet() {
        assert_eq!(
            messages(&[("style/base.css", "a.link {}")]),
            ["style/base.css:1: `.link` does not begin with `cd-`"]
        );
    }

    #[test]
    fn a_widget_without_a_sheet_is_found() {
        assert_eq!(messages(&[("src/form/widgets/x.rs", "")]).len(), 1);
        assert_eq!(messages(&[("src/form/widgets/x.rs", ""), ("style/form/x.css", "/* x */")]), [""; 0]);
    }

    #[test]
    fn a_class_of_another_block_is_found_with_its_line() {
        let css = "/* x\n */\n@layer ui {\n  .cd-panel__head, .cd-panel--open > .cd-icon,\n  .cd-button:not(.cd-icon, b) { color: red; }\n  \
                   @media (x) { .cd-icon { margin: .5rem; } }\n}\n";
        let files = [
            ("style/ui/panel.css", css),
            ("src/ui/panel.rs", "cd-panel cd-panel__head"),
            ("src/ui/button.rs", "cd-button cd-icon"),
        ];
        assert_eq!(
            messages(&files),
            [
                "style/ui/panel.css:5: `.cd-button` is not drawn by panel.rs",
                "style/ui/panel.css:6: `.cd-icon` is not drawn by panel.rs",
            ]
        );
    }

    #[test]
    fn a_class_that_nothing_draws_is_found() {
        let files = [("style/ui/panel.css", ".cd-panel__old {}"), ("src/ui/panel.rs", "cd-panel")];
        assert_eq!(messages(&files), ["style/ui/panel.css:1: `.cd-panel__old` is drawn nowhere"]);
    }

    #[test]
    fn a_block_may_be_drawn_by_a_neighbour_a_folder_and_with_modifiers_of_run_time() {
        let css = ".cd-field--wrong .cd-field__hint {}";
        let files = [
            ("style/form/field.css", css),
            ("src/form/field.rs", ""),
            ("src/form/frame.rs", "cd-field cd-field__hint"),
        ];
        assert_eq!(messages(&files), [""; 0]);
        let files = [
            ("style/pages/home.css", ".cd-list {}"),
            ("src/pages/home.rs", ""),
            ("src/pages/home/list.rs", "cd-list"),
        ];
        assert_eq!(messages(&files), [""; 0]);
    }
}
