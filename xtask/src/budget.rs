//! The size of a first visit, brotli-compressed: index.html and everything it makes the browser fetch, against one ceiling.
//! Only files in `dist/` are looked at; what the API answers is not counted.

use crate::run::Outcome;
use std::fs;
use std::path::Path;

/// 300 kB for the whole first visit.
const CEILING: u64 = 300_000;

/// Prints the table and fails when the ceiling is passed.
pub fn check(dist: &Path) -> Outcome {
    let assets = first_visit(dist)?;
    let total = assets.iter().map(|(_, bytes)| bytes).sum();
    eprintln!("  first visit, brotli-compressed bytes:");
    for (name, bytes) in &assets {
        eprintln!("  {bytes:>9}  {name}");
    }
    eprintln!("  {total:>9}  of {CEILING}");
    judge(total)
}

fn judge(total: u64) -> Outcome {
    if total <= CEILING {
        Ok(())
    } else {
        Err(format!(
            "a first visit takes {total} bytes, {} more than the {CEILING} it may take.",
            total - CEILING
        ))
    }
}

/// Every file of a first visit with its compressed size.
pub fn first_visit(dist: &Path) -> Outcome<Vec<(String, u64)>> {
    let page = dist.join("index.html");
    let html =
        fs::read_to_string(&page).map_err(|error| format!("could not read {}: {error}.", page.display()))?;
    let mut names = vec!["index.html".to_owned(), "config.json".to_owned()];
    names.extend(named_in(&html).filter(|name| dist.join(name).is_file()).map(str::to_owned));
    names.sort();
    names.dedup();
    names.into_iter().map(|name| compressed(dist, &name).map(|bytes| (name, bytes))).collect()
}

/// The addresses below the root that a page names in its attributes.
fn named_in(html: &str) -> impl Iterator<Item = &str> {
    html.split('"').filter_map(|value| value.strip_prefix('/')).filter(|name| !name.is_empty())
}

fn compressed(dist: &Path, name: &str) -> Outcome<u64> {
    let file = dist.join(format!("{name}.br"));
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
        assert_eq!(judge(CEILING), Ok(()));
        assert!(judge(CEILING + 1).is_err());
    }

    #[test]
    fn a_folder_without_a_page_is_a_failure() {
        assert!(check(Path::new("no/such/dist")).is_err());
    }
}
