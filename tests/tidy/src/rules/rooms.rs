//! Who may call whom inside the portal: the arrows of ARCHITECTURE.md between the rooms of `src/`, and which rooms may name our
//! other crates and the browser. Arrows between crates are in `crates`.

use crate::Finding;
use crate::repository::Repository;
use crate::rust;

/// A room, the rooms it may call, and the crates it may name beside the framework.
struct Room {
    name: &'static str,
    calls: &'static [&'static str],
    crates: &'static [&'static str],
}

const fn room(name: &'static str, calls: &'static [&'static str], crates: &'static [&'static str]) -> Room {
    Room { name, calls, crates }
}

const ROOMS: &[Room] = &[
    room("main", &["app"], &[]),
    room("dossier_main", &["app"], &[]),
    room(
        "app",
        &[
            "pages",
            "steps",
            "form",
            "ui",
            "api",
            "session",
            "remote",
            "search",
            "standing",
            "signature",
            "events",
            "i18n",
            "browser",
            "route",
            "config",
            "later",
        ],
        &["contract", "dossier", "eform"],
    ),
    room(
        "pages",
        &[
            "steps",
            "form",
            "ui",
            "api",
            "session",
            "remote",
            "search",
            "standing",
            "signature",
            "events",
            "i18n",
            "browser",
            "route",
            "config",
            "later",
        ],
        &["contract", "dossier", "eform"],
    ),
    room(
        "steps",
        &[
            "form",
            "ui",
            "api",
            "session",
            "remote",
            "search",
            "standing",
            "signature",
            "events",
            "i18n",
            "browser",
            "route",
            "config",
            "later",
        ],
        &["contract", "dossier", "eform"],
    ),
    room("form", &["ui", "i18n", "browser", "route", "later"], &["attachment", "dossier", "eform"]),
    room("ui", &["browser", "route"], &[]),
    room("later", &["ui", "i18n", "browser"], &[]),
    room("search", &[], &["contract", "eform"]),
    room("standing", &["i18n", "route", "ui"], &["contract", "dossier"]),
    room("signature", &["i18n", "browser", "ui"], &[]),
    room("events", &["i18n", "route"], &["contract"]),
    room("remote", &["ui", "api", "i18n", "browser", "route"], &["contract"]),
    room("session", &["api", "i18n", "browser"], &["contract", "dossier"]),
    room("api", &["browser", "config"], &["contract", "dossier", "eform"]),
    room("i18n", &["browser", "config"], &[]),
    room("config", &["browser"], &[]),
    room("route", &["browser"], &[]),
    room("browser", &[], &["web_sys"]),
];

/// Crates whose use is a matter of the room; every other crate is a matter of Cargo.toml alone.
const WATCHED: [&str; 5] = ["attachment", "contract", "dossier", "eform", "web_sys"];

/// Folders whose files do not know each other.
const STRANGERS: [&[&str]; 2] = [&["pages"], &["form", "widgets"]];

/// Every arrow that the house does not have.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let sources = repository
        .with_extension(&["rs"])
        .filter(|(path, _)| path.starts_with("src/") && *path != "src/lib.rs");
    sources.flat_map(|(path, text)| file(repository, path, text)).collect()
}

fn file(repository: &Repository, path: &str, text: &str) -> Vec<Finding> {
    let own = module(path);
    let Some(room) = ROOMS.iter().find(|room| room.name == own[0]) else {
        return vec![Finding::file(
            path,
            format!("`{}` is no room of the house: see ARCHITECTURE.md", own[0]),
        )];
    };
    let code = rust::read(text).code;
    let arrows = paths(&code).into_iter().filter_map(|(line, path_named)| {
        let message = judge(repository, room, &own, &path_named)?;
        Some(Finding::line(path, line, message))
    });
    let mut found: Vec<Finding> = arrows.collect();
    found.dedup();
    found
}

fn judge(repository: &Repository, room: &Room, own: &[String], named: &[String]) -> Option<String> {
    let first = named.first()?.as_str();
    if WATCHED.contains(&first) {
        return (!room.crates.contains(&first))
            .then(|| format!("`{}` must not name the crate `{first}`", room.name));
    }
    let target = inside(own, named)?;
    let called = target.first()?;
    if ROOMS.iter().any(|other| other.name == called)
        && called != room.name
        && !room.calls.contains(&called.as_str())
    {
        return Some(format!("`{}` must not call `{called}`", room.name));
    }
    STRANGERS.iter().find_map(|folder| {
        let depth = folder.len();
        let both_inside = own.len() > depth
            && target.len() > depth
            && own[..depth] == **folder
            && target[..depth] == **folder;
        let other = both_inside.then(|| &target[depth])?;
        let is_file = repository.has(&format!("src/{}/{other}.rs", folder.join("/")));
        (*other != own[depth] && is_file)
            .then(|| format!("`{}` must not know its neighbour `{other}`", own[depth]))
    })
}

/// A path inside the portal, from its root; nothing when it leads elsewhere.
fn inside(own: &[String], named: &[String]) -> Option<Vec<String>> {
    let mut target = match named.first()?.as_str() {
        "crate" | "congdan_portal" => return Some(named[1..].to_vec()),
        "self" | "super" => own.to_vec(),
        _ => return None,
    };
    let mut rest = named;
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "self" => {}
            "super" => drop(target.pop()),
            _ => break,
        }
        rest = after;
    }
    target.extend(rest.iter().cloned());
    Some(target)
}

/// `src/form/widgets/date.rs` is the module form, widgets, date.
fn module(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    inner.split('/').map(str::to_owned).collect()
}

/// Every path with at least two parts, groups in braces taken apart, with its line.
fn paths(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = code[at..].find("::") {
        let colons = at + offset;
        let start = code[..colons].rfind(|c: char| !is_word(c)).map_or(0, |before| before + 1);
        let is_first = start < colons && !code[..start].ends_with("::");
        at = colons + 2;
        if is_first {
            let line = code[..start].matches('\n').count() + 1;
            let mut reader = Reader { code, at: start };
            let mut named = Vec::new();
            reader.tree(&mut Vec::new(), &mut named);
            found.extend(named.into_iter().map(|path| (line, path)));
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Reader<'a> {
    code: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn tree(&mut self, prefix: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
        let depth = prefix.len();
        loop {
            if self.take("{") {
                while !self.take("}") && self.at < self.code.len() {
                    let before = self.at;
                    self.tree(prefix, found);
                    let _ = self.take(",");
                    if self.at == before {
                        break;
                    }
                }
                break;
            }
            let word: String = self.rest().chars().take_while(|c| is_word(*c)).collect();
            self.at += word.len();
            if word.is_empty() {
                let _ = self.take("*");
            } else {
                prefix.push(word);
            }
            if !self.take("::") {
                found.push(prefix.clone());
                break;
            }
        }
        prefix.truncate(depth);
    }

    fn rest(&self) -> &str {
        &self.code[self.at..]
    }

    fn take(&mut self, mark: &str) -> bool {
        let blanks = self.rest().len() - self.rest().trim_start().len();
        let is_here = self.code[self.at + blanks..].starts_with(mark);
        if is_here {
            self.at += blanks + mark.len();
        } else if self.rest().trim_start().starts_with(is_word)
            && self.code[..self.at].ends_with(['{', ',', ':'])
        {
            self.at += blanks;
        }
        is_here
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        check(&Repository::of(files))
            .into_iter()
            .map(|finding| format!("{} {}", finding.line, finding.message))
            .collect()
    }

    #[test]
    fn a_form_that_calls_the_api_is_found_in_every_way_of_writing_it() {
        for code in [
            "use crate::api::Api;",
            "use crate::{i18n::t, api::Api};",
            "use crate::{\n  i18n::{t, tp},\n  api,\n};",
            "use super::super::api;",
            "fn f() { crate::api::get(); }",
        ] {
            let found = messages(&[("src/form/store.rs", code)]);
            assert!(
                found.len() == 1 && found[0].ends_with("`form` must not call `api`"),
                "{code}: {found:?}"
            );
        }
    }

    #[test]
    fn comments_strings_and_tests_are_no_arrows() {
        let code = "//! See crate::api::Api.\nconst A: &str = \"crate::api::Api\";\n#[cfg(test)]\nmod tests { use crate::api::Api; }";
        assert_eq!(messages(&[("src/form/store.rs", code)]), [""; 0]);
    }

    #[test]
    fn the_allowed_arrows_are_allowed() {
        let page = "use crate::{api::Api, form::store::Store, ui::button::Button}; use eform::Form; use leptos::prelude::*;";
        assert_eq!(
            messages(&[
                ("src/pages/home.rs", page),
                ("src/main.rs", "fn main() { congdan_portal::app::start() }")
            ]),
            [""; 0]
        );
    }

    #[test]
    fn each_of_the_two_parts_calls_the_app_and_nothing_else() {
        assert_eq!(
            messages(&[("src/main.rs", "use congdan_portal::api::Api;")]),
            ["1 `main` must not call `api`"]
        );
        assert_eq!(
            messages(&[("src/dossier_main.rs", "use congdan_portal::steps::Opened;")]),
            ["1 `dossier_main` must not call `steps`"]
        );
    }

    #[test]
    fn only_the_browser_room_names_the_browser() {
        assert_eq!(
            messages(&[("src/ui/dialog.rs", "\nuse web_sys::Window;")]),
            ["2 `ui` must not name the crate `web_sys`"]
        );
        assert_eq!(messages(&[("src/browser/focus.rs", "use web_sys::Window;")]), [""; 0]);
        assert_eq!(
            messages(&[("src/ui/panel.rs", "use eform::Form;")]),
            ["1 `ui` must not name the crate `eform`"]
        );
    }

    #[test]
    fn pages_and_widgets_do_not_know_their_neighbours() {
        let pages = [
            ("src/pages/home.rs", "use super::service::Card; use super::Frame;"),
            ("src/pages/service.rs", ""),
        ];
        assert_eq!(messages(&pages), ["1 `home` must not know its neighbour `service`"]);
        let widgets = [
            ("src/form/widgets/date.rs", "use crate::form::widgets::text::input;"),
            ("src/form/widgets/text.rs", ""),
        ];
        assert_eq!(messages(&widgets), ["1 `date` must not know its neighbour `text`"]);
        let parts = [("src/pages/home/list.rs", "use crate::pages::home::Card;"), ("src/pages/home.rs", "")];
        assert_eq!(messages(&parts), [""; 0]);
    }

    #[test]
    fn a_file_in_no_room_is_found() {
        assert_eq!(
            messages(&[("src/utils.rs", "")]),
            ["0 `utils` is no room of the house: see ARCHITECTURE.md"]
        );
    }
}
