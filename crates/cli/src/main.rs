//! `congdan`: what authors of procedures and operators of a portal run. One file per command; this one only chooses.

mod bench;
mod cases;
mod check;
mod dist;
mod folder;
mod golden;
mod schema;

use std::process::ExitCode;

const USAGE: &str = "congdan check [--format text|json|sarif] [--today YYYY-MM-DD] FOLDER...
    find an author's mistakes: dead pages, useless conditions, impossible answers, fee gaps, lost texts; each with what shows it
congdan cases [--renew] FOLDER...
    run the worked cases of procedures and their golden transcripts; --renew makes the transcripts from the schema alone
congdan schema [[--lang LANGUAGE] FOLDER]
    print JSON Schema 2020-12 of a procedure's answers, for systems that receive dossiers; without a folder, of procedure.json
congdan bench [--samples FOLDER]... [--renderer SCRIPT] [NAME=BYTES]...
    measure the engine, beside another renderer in Node if there is one; one JSON object on standard output, with the sizes of files
    that are handed in
congdan dist --config FILE
    print the headers that a static host must send with the portal, for the config.json in FILE";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["check", folders @ ..] => check::run(folders),
        ["cases", folders @ ..] => cases::run(folders),
        ["schema", rest @ ..] => schema::run(rest),
        ["bench", rest @ ..] => bench::run(rest),
        ["dist", rest @ ..] => dist::run(rest),
        ["help" | "--help" | "-h"] => Ok(format!("{USAGE}\n")),
        [] => Err(format!("name a command.\n\n{USAGE}")),
        [other, ..] => Err(format!("there is no command `{other}`.\n\n{USAGE}")),
    };
    match outcome {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            eprintln!("congdan: {sentence}");
            ExitCode::FAILURE
        }
    }
}
