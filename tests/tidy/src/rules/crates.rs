//! Which of our packages may depend on which, read from their Cargo.toml: normal, build and test dependencies alike. Versions and
//! features are cargo's business.

use crate::Finding;
use crate::repository::Repository;

/// A package, where it is, and which of ours it may depend on.
const PACKAGES: &[(&str, &str, &[&str])] = &[
    ("eform", "crates/eform", &[]),
    ("attachment", "crates/attachment", &[]),
    ("vietqr", "crates/vietqr", &[]),
    ("dossier", "crates/dossier", &["eform"]),
    ("contract", "crates/contract", &["dossier", "eform"]),
    ("verifier", "crates/verifier", &["dossier"]),
    ("congdan-backend", "crates/backend", &["attachment", "contract", "dossier", "eform", "vietqr"]),
    ("congdan-sandbox", "crates/sandbox", &[]),
    ("congdan", "crates/cli", &["contract", "dossier", "eform"]),
    ("congdan-portal", "", &["attachment", "contract", "dossier", "eform", "vietqr"]),
    ("web", "tests/web", &["congdan-portal", "contract", "dossier", "eform"]),
    ("oracles", "tests/oracles", &["eform"]),
    ("proofs", "tests/proofs", &["dossier", "eform", "web"]),
    ("tidy", "tests/tidy", &[]),
    ("xtask", "xtask", &[]),
];

/// Every dependency that the house does not have (on itself, with other features for its tests, a package may depend), and every package that is not in the list.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let manifests =
        repository.files().filter(|(path, _)| *path == "Cargo.toml" || path.ends_with("/Cargo.toml"));
    manifests.flat_map(|(path, text)| manifest(path, text)).collect()
}

fn manifest(path: &str, text: &str) -> Vec<Finding> {
    let folder = path.trim_end_matches("Cargo.toml").trim_end_matches('/');
    let Some((name, _, allowed)) = PACKAGES.iter().find(|(_, place, _)| *place == folder) else {
        return vec![Finding::file(
            path,
            "this package is not in the list of tests/tidy/src/rules/crates.rs",
        )];
    };
    let is_ours = |dependency: &str| PACKAGES.iter().any(|(ours, ..)| *ours == dependency);
    dependencies(text)
        .into_iter()
        .filter(|(_, dependency)| {
            is_ours(dependency) && dependency != name && !allowed.contains(&dependency.as_str())
        })
        .map(|(line, dependency)| {
            Finding::line(path, line, format!("`{name}` must not depend on `{dependency}`"))
        })
        .collect()
}

/// The names under every table of dependencies, renamed ones by their real name.
fn dependencies(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut is_inside = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            let (head, last) = table.rsplit_once('.').unwrap_or(("", table));
            let is_list = |name: &str| name.ends_with("dependencies") && !name.starts_with("workspace");
            is_inside = is_list(table) && last.ends_with("dependencies");
            if is_list(head) {
                found.push((index + 1, last.to_owned()));
            }
        } else if is_inside && !line.starts_with('#') {
            let key = line.split(['.', '=', ' ']).next().unwrap_or_default().trim_matches('"');
            let renamed = line.split_once("package = \"").and_then(|(_, rest)| rest.split('"').next());
            found.extend((!key.is_empty()).then(|| (index + 1, renamed.unwrap_or(key).to_owned())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        check(&Repository::of(&[(path, text)])).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn the_sandbox_depends_on_nothing_of_ours_however_it_is_written() {
        for text in [
            "[dependencies]\neform.workspace = true\n",
            "[dev-dependencies]\neform = { path = \"../eform\" }\n",
            "[dependencies]\nengine = { package = \"eform\", path = \"../eform\" }\n",
            "[dependencies.eform]\nworkspace = true\n",
            "[target.'cfg(unix)'.dependencies]\neform = \"1\"\n",
        ] {
            assert_eq!(
                messages("crates/sandbox/Cargo.toml", text),
                ["`congdan-sandbox` must not depend on `eform`"],
                "{text}"
            );
        }
    }

    #[test]
    fn backend_and_sandbox_do_not_depend_on_each_other() {
        let found = messages(
            "crates/backend/Cargo.toml",
            "[dev-dependencies]\ncongdan-sandbox = { path = \"../sandbox\" }\n",
        );
        assert_eq!(found, ["`congdan-backend` must not depend on `congdan-sandbox`"]);
    }

    #[test]
    fn other_peoples_crates_features_and_the_workspace_table_are_not_looked_at() {
        let text = "[features]\nx = [\"eform\"]\n[dependencies]\nserde = \"1\"\n[lints]\nworkspace = true\n";
        assert_eq!(messages("xtask/Cargo.toml", text), [""; 0]);
        assert_eq!(
            messages("Cargo.toml", "[workspace.dependencies]\nxtask = { path = \"xtask\" }\n"),
            [""; 0]
        );
    }

    #[test]
    fn a_package_nobody_has_thought_about_is_found() {
        assert_eq!(messages("crates/more/Cargo.toml", "").len(), 1);
    }
}
