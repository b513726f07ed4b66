//! The size of a first visit, brotli-compressed: index.html and everything it makes the browser fetch, against one ceiling; and
//! what opening the first step of a dossier adds, against another; the steps after the form, which are fetched while nobody waits,
//! against a third; and the worker that judges signatures, against a fourth. Only files in `dist/` are looked at; what the API answers is not counted.

use crate::run::Outcome;
use std::fs;
use std::path::Path;

/// For the whole first visit; lowered whenever it can be, never above 300 kB.
const CEILING: u64 = 214_000;

/// What the engine, the form and the steps may add when a dossier is opened; lowered whenever it can be.
const DOSSIER_CEILING: u64 = 408_000;

/// For the papers and the steps after the form; lowered whenever it can be.
const LATER_CEILING: u64 = 262_000;

/// For the worker that judges signatures: fetched after signing, and where anyone checks a signature.
const WORKER_CEILING: u64 = 130_000;

/// Prints the tables and fails when a ceiling is passed.
pub fn check(dist: &Path) -> Outcome {
    let first = table("a first visit", &first_visit(dist)?, CEILING);
    let dossier = table("opening a dossier", &dossier_part(dist)?, DOSSIER_CEILING);
    let later = table("the steps after the form", &weigh(dist, later_in(&page(dist)?)?)?, LATER_CEILING);
    let worker =
        table("judging signatures", &weigh(dist, part_in(&page(dist)?, "verifier"))?, WORKER_CEILING);
    first.and(dossier).and(later).and(worker)
}

fn table(what: &str, assets: &[(String, u64)], ceiling: u64) -> Outcome {
    let total = assets.iter().map(|(_, bytes)| bytes).sum();
    eprintln!("  {what}, brotli-compressed bytes:");
    for (name, bytes) in assets {
        eprintln!("  {bytes:>9}  {name}");
    }
    eprintln!("  {total:>9}  of {ceiling}");
    judge(what, total, ceiling)
}

fn judge(what: &str, total: u64, ceiling: u64) -> Outcome {
    if total <= ceiling {
        Ok(())
    } else {
        Err(format!("{what} takes {total} bytes, {} more than the {ceiling} it may take.", total - ceiling))
    }
}

/// Every file of a first visit with its compressed size.
pub fn first_visit(dist: &Path) -> Outcome<Vec<(String, u64)>> {
    let html = page(dist)?;
    let mut names = vec!["index.html".to_owned(), "config.json".to_owned()];
    // The texts of a language that was chosen.
    let is_for_all = |name: &&str| !name.starts_with("texts-") && dist.join(name).is_file();
    names.extend(named_in(&html).filter(is_for_all).map(str::to_owned));
    names.extend(part_in(&html, "app"));
    weigh(dist, names)
}

/// The files that opening the first step of a dossier adds.
pub fn dossier_part(dist: &Path) -> Outcome<Vec<(String, u64)>> {
    weigh(dist, part_in(&page(dist)?, "dossier"))
}

fn page(dist: &Path) -> Outcome<String> {
    let page = dist.join("index.html");
    fs::read_to_string(&page).map_err(|error| format!("could not read {}: {error}.", page.display()))
}

fn weigh(dist: &Path, mut names: Vec<String>) -> Outcome<Vec<(String, u64)>> {
    names.sort();
    names.dedup();
    names.into_iter().map(|name| compressed(dist, &name).map(|bytes| (name, bytes))).collect()
}

/// The glue script and the wasm of a part, as boot.js finds them; a name that is missing fails when it is weighed.
fn part_in(html: &str, part: &str) -> Vec<String> {
    let content = |kind| {
        let (_, after) = html.split_once(&format!("<meta name=\"{part}-{kind}\" content=\""))?;
        after.split_once('"').map(|(name, _)| name.trim_start_matches('/').to_owned())
    };
    ["js", "wasm"].map(|kind| content(kind).unwrap_or_else(|| format!("{part}.{kind}"))).into()
}

/// What boot.js fetches in a dossier while nothing else is to do; a page that names nothing was not split.
fn later_in(html: &str) -> Outcome<Vec<String>> {
    let names = html
        .split_once("<meta name=\"dossier-later\" content=\"")
        .and_then(|(_, after)| after.split_once('"'));
    let names: Vec<_> = names.map_or("", |(names, _)| names).split_whitespace().map(str::to_owned).collect();
    if names.is_empty() {
        Err("index.html names nothing that a dossier fetches later.".into())
    } else {
        Ok(names)
    }
}

/// The addresses below the root that a page names in its attributes.
fn named_in(html: &str) -> impl Iterator<Item = &str> {
    html.split('"').filter_map(|value| value.strip_prefix('/')).filter(|name| !name.is_empty())
}

fn compressed(dist: &Path, name: &str) -> Outcome<u64> {
    // The configuration is sent as it is.
    let file = if name == "config.json" { dist.join(name) } else { dist.join(format!("{name}.br")) };
    fs::metadata(&file)
        .map(|entry| entry.len())
        .map_err(|error| format!("could not weigh {}: {error}.", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_all_it_names_are_counted_once() {
        let html = r#"<link href="/main-1.css"><link rel="preload" href="/a.wasm"><meta content="/a.wasm"><a href="/">x</a>"#;
        assert_eq!(named_in(html).collect::<Vec<_>>(), ["main-1.css", "a.wasm", "a.wasm"]);
    }

    #[test]
    fn one_byte_too_many_is_too_many() {
        assert_eq!(judge("it", CEILING, CEILING), Ok(()));
        assert!(judge("it", CEILING + 1, CEILING).is_err());
    }

    #[test]
    fn a_part_is_what_the_page_tells_the_loader_and_a_missing_one_is_a_failure() {
        let html = r#"<meta name="app-js" content="a.js" data-integrity="x"><meta name="app-wasm" content="a.wasm">"#;
        assert_eq!(part_in(html, "app"), ["a.js", "a.wasm"]);
        assert!(weigh(Path::new("no/such/dist"), part_in(html, "dossier")).is_err());
    }

    #[test]
    fn what_is_fetched_later_is_what_the_page_names_and_naming_nothing_is_a_failure() {
        let html = r#"<meta name="dossier-later" content="a.wasm b.wasm"><meta name="x" content="c">"#;
        assert_eq!(later_in(html), Ok(vec!["a.wasm".to_owned(), "b.wasm".to_owned()]));
        assert!(later_in(r#"<meta name="dossier-later" content="">"#).is_err() && later_in("").is_err());
    }

    #[test]
    fn a_folder_without_a_page_is_a_failure() {
        assert!(check(Path::new("no/such/dist")).is_err());
    }
}
