//! `congdan check`: proves a procedure sound before a citizen sees it. It compiles, and every text that its schema asks for is there
//! in every language it names, with nothing left over in one language only.

use crate::folder::{self, Texts};
use crate::texts;
use eform::{Schema, compile};
use std::path::Path;

/// Runs the command.
pub fn run(words: &[&str]) -> Result<String, String> {
    let mut report = String::new();
    let mut wrong = 0;
    for path in folder::named(words)? {
        let findings = findings(path)?;
        wrong += findings.len();
        let verdict =
            if findings.is_empty() { "sound".to_owned() } else { format!("{} to put right", findings.len()) };
        report.extend([path.display().to_string(), format!(": {verdict}\n")]);
        report.extend(findings.iter().map(|finding| format!("  {finding}\n")));
    }
    if wrong == 0 { Ok(report) } else { Err(format!("not every procedure is sound.\n{report}")) }
}

fn findings(folder: &Path) -> Result<Vec<String>, String> {
    let text = folder::schema(folder)?;
    let schema = match Schema::from_json(&text) {
        Ok(schema) => schema,
        Err(issues) => return Ok(issues.iter().map(|issue| format!("procedure.json{issue}")).collect()),
    };
    let mut found: Vec<String> =
        compile(&schema).err().into_iter().flatten().map(|issue| format!("procedure.json{issue}")).collect();
    let languages = schema
        .languages
        .iter()
        .map(|language| folder::texts(folder, language).map(|texts| (language.as_str(), texts)));
    let languages: Vec<(&str, Texts)> = languages.collect::<Result<_, _>>()?;
    found.extend(missing(&texts::needed(&schema), &languages));
    Ok(found)
}

/// Texts that a language lacks: those that the schema needs, and those that another language has.
fn missing(needed: &[String], languages: &[(&str, Texts)]) -> Vec<String> {
    let mut keys: Vec<&String> =
        needed.iter().chain(languages.iter().flat_map(|(_, texts)| texts.keys())).collect();
    keys.sort();
    keys.dedup();
    let lacking = |(language, texts): &(&str, Texts)| {
        let is_there = |key: &str| texts.get(key).is_some_and(|text| !text.trim().is_empty());
        keys.iter()
            .filter(|key| !is_there(key))
            .map(|key| format!("texts.{language}.json: `{key}` is missing"))
            .collect::<Vec<_>>()
    };
    languages.iter().flat_map(lacking).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(keys: &[&str]) -> Texts {
        keys.iter().map(|key| ((*key).to_owned(), "x".to_owned())).collect()
    }

    #[test]
    fn a_text_that_one_language_lacks_is_named() {
        let languages = [("vi", texts(&["title", "more"])), ("en", texts(&["title"]))];
        assert_eq!(missing(&["title".into()], &languages), ["texts.en.json: `more` is missing"]);
    }

    #[test]
    fn a_text_that_the_schema_needs_is_missed_in_every_language() {
        let languages = [("vi", texts(&[])), ("en", Texts::from([("title".into(), " ".into())]))];
        assert_eq!(missing(&["title".into()], &languages).len(), 2);
    }

    #[test]
    fn the_procedures_of_this_repository_are_sound() {
        let procedures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures");
        for code in ["1.001193", "2.000635"] {
            assert_eq!(findings(&procedures.join(code)), Ok(vec![]), "{code}");
        }
    }

    #[test]
    fn a_folder_without_a_procedure_is_one_sentence() {
        assert!(run(&["no/such/folder"]).is_err_and(|sentence| sentence.contains("could not read")));
        assert!(run(&[]).is_err());
    }
}
