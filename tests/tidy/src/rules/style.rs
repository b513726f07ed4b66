//! Style sheets mirror the Rust files: `style/form/date.css` belongs to `src/form/widgets/date.rs` and styles what that file draws,
//! nothing else. The sheets directly under `style/` are the layers below the blocks and are free, but for the one prefix of all
//! classes.

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
    (&["date", "partial_date"], "three short lines: three_parts.css"),
    (&["catalogue"], "a search with a list: combobox.css"),
    (&["choice", "choices", "yes_no"], "options with a mark: option.css"),
    (&["agency"], "province and commune: units.css"),
    (&["notice"], "text without a control: field.css"),
];

/// Sheets without a Rust file, widgets without a sheet, and classes of another block.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let mut found = widgets(repository);
    for (path, text) in repository.with_extension(&["css"]).filter(|(path, _)| path.starts_with("style/")) {
        found.extend(leading_classes(text).into_iter().filter(|(_, class)| !class.starts_with(PREFIX)).map(
            |(line, class)| Finding::line(path, line, format!("`.{class}` does not begin with `{PREFIX}`")),
        ));
        let Some((folder, homes)) =
            FOLDERS.iter().find(|(folder, _)| path.starts_with(&format!("style/{folder}/")))
        else {
            continue;
        };
        let stem = path.trim_start_matches(&format!("style/{folder}/")).trim_end_matches(".css");
        let drawn: BTreeSet<&str> =
            homes.iter().flat_map(|home| drawn_by(repository, &format!("{home}/{stem}"))).collect();
        if drawn.is_empty() {
            found.push(Finding::file(path, format!("there is no {stem}.rs in {}", homes.join(" or "))));
            continue;
        }
        let strange = leading_classes(text).into_iter().filter(|(_, class)| !drawn.contains(base(class)));
        found.extend(
            strange.map(|(line, class)| {
                Finding::line(path, line, format!("`.{class}` is not drawn by {stem}.rs"))
            }),
        );
    }
    found
}

fn widgets(repository: &Repository) -> Vec<Finding> {
    let stems = repository.with_extension(&["rs"]).filter_map(|(path, _)| {
        let stem = path.strip_prefix("src/form/widgets/")?.strip_suffix(".rs")?;
        (!stem.contains('/')).then_some((path, stem))
    });
    let is_bare = |stem: &str| {
        !repository.has(&format!("style/form/{stem}.css"))
            && !PLAIN.iter().any(|(plain, _)| plain.contains(&stem))
    };
    let bare = stems.filter(|(_, stem)| is_bare(stem));
    bare.map(|(path, stem)| {
        Finding::file(
            path,
            format!("there is no style/form/{stem}.css, and no reason in the list of the rule"),
        )
    })
    .collect()
}

/// Every word of the Rust file, or of the folder beside it: classes are among them.
fn drawn_by<'a>(repository: &'a Repository, stem: &str) -> Vec<&'a str> {
    let (file, folder) = (format!("{stem}.rs"), format!("{stem}/"));
    let texts = repository
        .files()
        .filter(|(path, _)| *path == file || path.starts_with(&folder))
        .map(|(_, text)| text);
    texts.flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')).collect()
}

/// A class without its modifier, which may be put together at run time.
fn base(class: &str) -> &str {
    class.split_once("--").map_or(class, |(base, _)| base)
}

/// The first class of every selector, with its line.
fn leading_classes(css: &str) -> Vec<(usize, String)> {
    let css = without_comments(css);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in css.char_indices().filter(|(_, c)| matches!(c, '{' | '}' | ';')) {
        let prelude = &css[start..at];
        if mark == '{' && !prelude.trim_start().starts_with('@') {
            for (offset, selector) in selectors(prelude) {
                let line = css[..start + offset].matches('\n').count() + leading_lines(selector) + 1;
                found.extend(first_class(selector).map(|class| (line, class)));
            }
        }
        start = at + 1;
    }
    found
}

fn leading_lines(text: &str) -> usize {
    text[..text.len() - text.trim_start().len()].matches('\n').count()
}

/// A selector list, split at its commas outside of parentheses.
fn selectors(prelude: &str) -> Vec<(usize, &str)> {
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

fn first_class(selector: &str) -> Option<String> {
    let (_, rest) = selector.split_once('.')?;
    let class: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    class.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(class)
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
    fn a_class_that_the_rust_file_does_not_draw_is_found_with_its_line() {
        let css = "/* x\n */\n@layer ui {\n  .cd-panel__head, .cd-panel--open > .icon,\n  .cd-button:not(.a, .b) { color: red; }\n  @media (x) { .cd-panels { margin: .5rem; } }\n}\n";
        let found = messages(&[
            ("style/ui/panel.css", css),
            ("src/ui/panel.rs", "class=\"cd-panel cd-panel__head\""),
        ]);
        assert_eq!(
            found,
            [
                "style/ui/panel.css:5: `.cd-button` is not drawn by panel.rs",
                "style/ui/panel.css:6: `.cd-panels` is not drawn by panel.rs",
            ]
        );
    }

    #[test]
    fn a_modifier_belongs_to_its_block_and_a_folder_to_its_file() {
        let files = [
            ("style/pages/home.css", ".cd-home--wide .x, .cd-home__list {}"),
            ("src/pages/home/list.rs", "cd-home cd-home__list"),
        ];
        assert_eq!(messages(&files), [""; 0]);
    }
}
