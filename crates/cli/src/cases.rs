//! `congdan cases`: runs the worked cases of procedures, with the catalogues and calendars beside them, and their golden transcripts, and says
//! which do not hold.

use crate::{folder, golden};
use std::path::Path;

/// Runs the command.
pub fn run(words: &[&str]) -> Result<String, String> {
    if let ["--renew", folders @ ..] = words {
        return folder::named(folders)?.into_iter().map(golden::renew).collect();
    }
    let (mut held, mut broken, mut golden) = (0, Vec::new(), 0);
    for path in folder::named(words)? {
        let schema = folder::schema(path)?;
        let beside = folder::beside(path)?;
        let cases = folder::cases(path)?;
        let transcripts = golden::play(path)?;
        if cases.is_empty() && transcripts.is_none() {
            return Err(format!("{} has no cases and no golden transcripts.", path.display()));
        }
        for case in cases {
            match eform::cases::run_with(&folder::read(&case)?, &|_| Some(schema.clone()), &beside) {
                Ok(()) => held += 1,
                Err(wrong) => broken.push(failure(&case, &wrong)),
            }
        }
        let (same, other) = transcripts.unwrap_or_default();
        golden += same;
        broken.extend(other);
    }
    let count = format!("{held} cases and {golden} golden transcripts hold, {} do not\n", broken.len());
    if broken.is_empty() { Ok(count) } else { Err(count + &broken.concat()) }
}

fn failure(case: &Path, wrong: &[String]) -> String {
    format!("{}\n  {}\n", case.display(), wrong.join("\n  "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_cases_does_not_pass() {
        let folder = std::env::temp_dir().join(format!("congdan-cases-none-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures/2.000635/procedure.json");
        std::fs::copy(schema, folder.join("procedure.json")).expect("a schema");
        let outcome = run(&[&folder.to_string_lossy()]);
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        assert!(outcome.is_err_and(|sentence| sentence.contains("no cases")));
    }

    #[test]
    fn transcripts_are_enough() {
        let folder = std::env::temp_dir().join(format!("congdan-cases-golden-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let procedure = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures/gallery");
        std::fs::copy(procedure.join("procedure.json"), folder.join("procedure.json")).expect("a schema");
        let name = folder.to_string_lossy().into_owned();
        let (made, played) = (run(&["--renew", &name]), run(&[&name]));
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        assert!(made.is_ok(), "{made:?}");
        assert!(played.is_ok_and(|text| text.starts_with("0 cases and ") && text.ends_with("0 do not\n")));
    }

    #[test]
    fn the_cases_of_the_extract_hold() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures/2.000635");
        assert!(run(&[&folder.to_string_lossy()]).is_ok_and(|text| text.ends_with("0 do not\n")));
    }
}
