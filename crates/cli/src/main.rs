//! `congdan`: what authors of procedures and operators of a portal run. One file per command; this one only chooses.

mod dist;

use std::process::ExitCode;

const USAGE: &str = "congdan dist --config FILE
    print the headers that a static host must send with the portal, for the config.json in FILE";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
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
