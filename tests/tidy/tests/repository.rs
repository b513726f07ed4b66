//! All rules on the files of this repository.

#![cfg(test)]

use tidy::repository::Repository;
use tidy::rules::ALL;

#[test]
fn the_repository_keeps_its_rules() {
    let repository = Repository::here().expect("git lists the files");
    let mut broken = Vec::new();
    for (rule, check) in ALL {
        let findings = check(&repository);
        if !findings.is_empty() {
            broken.push(format!("{rule}:"));
            broken.extend(findings.iter().map(|finding| format!("  {finding}")));
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn the_rules_have_something_to_look_at() {
    let repository = Repository::here().expect("git lists the files");
    for place in [
        "src/main.rs",
        "src/app.rs",
        "src/pages",
        "src/ui",
        "src/steps",
        "src/form/widgets",
        "src/browser",
        "src/i18n/vi",
        "src/i18n/en",
        "style/ui",
        "style/form",
        "procedures/1.001193/texts.vi.json",
        "procedures/2.000635/texts.en.json",
        "crates/backend/Cargo.toml",
        "crates/sandbox/Cargo.toml",
        "xtask/Cargo.toml",
    ] {
        assert!(repository.has(place), "{place} is what a rule is about, and it is not there");
    }
}
