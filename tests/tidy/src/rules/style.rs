//! Style sheets mirror the Rust files: `style/form/date.css` belongs to `src/form/widgets/date.rs` and holds the block
//! `cd-date` and nothing else. The sheets directly under `style/` are the layers below the blocks and are free, but for
//! the one prefix of all classes.

use crate::Finding;
use crate::repository::Repository;

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
const PLAIN: &[(&str, &str)] = &[];

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
        if !homes.iter().any(|home| repository.has(&format!("{home}/{stem}.rs"))) {
            found.push(Finding::file(path, format!("there is no {stem}.rs in {}", homes.join(" or "))));
        }
        let block = format!("{PREFIX}{}", stem.replace('_', "-"));
        found.extend(
            leading_classes(text)
                .into_iter()
                .filter(|(_, class)| class.starts_with(PREFIX) && !belongs(class, &block))
                .map(|(line, class)| {
                    Finding::line(path, line, format!("`.{class}` is not of the block `{block}`"))
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
        !repository.has(&format!("style/form/{stem}.css")) && !PLAIN.iter().any(|(plain, _)| *plain == stem)
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

fn belongs(class: &str, block: &str) -> bool {
    class
        .strip_prefix(block)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("__") || rest.starts_with("--"))
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
    fn a_class_of_another_block_is_found_with_its_line() {
        let css = "/* x\n */\n@layer ui {\n  .cd-panel__head, .cd-panel--open > .icon,\n  .cd-button:not(.a, .b) { color: red; }\n  @media (x) { .cd-panels { margin: .5rem; } }\n}\n";
        let found = messages(&[("style/ui/panel.css", css), ("src/ui/panel.rs", "")]);
        assert_eq!(
            found,
            [
                "style/ui/panel.css:5: `.cd-button` is not of the block `cd-panel`",
                "style/ui/panel.css:6: `.cd-panels` is not of the block `cd-panel`",
            ]
        );
    }

    #[test]
    fn names_with_two_words_are_joined_by_a_dash_in_css() {
        let files = [
            ("style/form/personal_id.css", ".cd-personal-id__hint {}"),
            ("src/form/widgets/personal_id.rs", ""),
        ];
        assert_eq!(messages(&files), [""; 0]);
    }
}
