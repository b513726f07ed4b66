//! `congdan schema`: JSON Schema 2020-12 of a procedure's answers, for systems that receive dossiers; without a folder, of
//! `procedure.json` itself, for editors. What it says is decided in `eform::export`; here are the folder, the language of the titles
//! and the catalogues beside the folder.

use crate::folder;
use eform::{Schema, compile};
use serde_json::Value;
use std::path::Path;

/// Runs the command.
pub fn run(words: &[&str]) -> Result<String, String> {
    let (folder, language) = match words {
        [] => return pretty(&eform::export::format()),
        [folder] | ["--lang", _, folder] | [folder, "--lang", _] if folder.starts_with('-') => {
            return Err(format!("there is no option `{folder}` here."));
        }
        [folder] => (*folder, None),
        ["--lang", language, folder] | [folder, "--lang", language] => (*folder, Some(*language)),
        _ => {
            return Err(
                "name one procedure's folder, such as procedures/1.001193, and perhaps `--lang en`.".into()
            );
        }
    };
    let folder = Path::new(folder);
    let text = folder::schema(folder)?;
    let schema = Schema::from_json(&text);
    let form = schema.and_then(|schema| compile(&schema)).map_err(|issues| {
        let issues: Vec<String> = issues.iter().map(|issue| format!("  {issue}\n")).collect();
        format!("{} is not sound; `check` says more.\n{}", folder.display(), issues.concat())
    })?;
    let languages = &form.schema().languages;
    let language = language.or(languages.first().map(String::as_str)).unwrap_or_default();
    if !languages.iter().any(|known| known == language) {
        return Err(format!("the procedure has no texts in `{language}`; it has {}.", languages.join(", ")));
    }
    let texts = folder::texts(folder, language)?;
    let form = form.given(&folder::beside(folder)?);
    pretty(&eform::export::answers(&form, &texts))
}

fn pretty(schema: &Value) -> Result<String, String> {
    serde_json::to_string_pretty(schema)
        .map(|schema| schema + "\n")
        .map_err(|error| format!("could not write the schema: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Result<Value, String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures/2.000635");
        let words: Vec<&str> = words.iter().copied().chain([folder]).collect();
        run(&words).map(|text| serde_json::from_str(&text).expect("JSON"))
    }

    #[test]
    fn titles_are_in_the_first_language_unless_another_is_asked_for() {
        let (first, english) = (of(&[]).expect("it is made"), of(&["--lang", "en"]).expect("it is made"));
        assert_eq!(first["title"], "Cấp bản sao trích lục hộ tịch");
        assert_eq!(english["required"], first["required"]);
        assert!(
            english["properties"]["copies"]["title"]
                .as_str()
                .is_some_and(|title| title != first["properties"]["copies"]["title"])
        );
        assert!(of(&["--lang", "fr"]).is_err_and(|sentence| sentence.contains("vi, en")));
    }

    #[test]
    fn the_lists_beside_the_folder_are_part_of_it() {
        let lists = of(&[]).expect("it is made")["$defs"].clone();
        assert!(lists["catalogue.provinces"]["enum"].as_array().is_some_and(|codes| codes.len() == 34));
    }

    #[test]
    fn an_option_that_is_none_is_refused() {
        assert!(run(&["--langue"]).is_err_and(|sentence| sentence.contains("--langue")));
    }

    #[test]
    fn the_schema_that_editors_use_is_what_the_engine_reads() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures/procedure.schema.json");
        let committed = std::fs::read_to_string(file).expect("it is tracked");
        let message = "run `cargo xtask schema > procedures/procedure.schema.json`";
        assert!(run(&[]).is_ok_and(|made| made == committed), "{message}");
    }
}
