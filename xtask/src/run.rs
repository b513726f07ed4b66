//! One child process at a time: saying what it does, how long it took, and one sentence when it fails. Long-running
//! processes are in `processes`.

use std::fmt::Display;
use std::io::ErrorKind;
use std::process::{Command, Output, Stdio};
use std::time::Instant;

/// What a task ends with: nothing more to say, or one clear sentence for the person at the terminal.
pub type Outcome<T = ()> = Result<T, String>;

/// Says on standard error what is being done.
pub fn say(text: impl Display) {
    eprintln!("  {text}");
}

/// Runs `work`, saying before what it does and after how long it took.
pub fn timed<T>(doing: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    say(format_args!("{doing} ..."));
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs();
    match &result {
        Ok(_) => say(format_args!("{doing}: done, {seconds} s")),
        Err(_) => say(format_args!("{doing}: failed, {seconds} s")),
    }
    result
}

/// Runs a command whose output the person may read on standard error; `doing` completes "could not …".
pub fn run(command: &mut Command, doing: &str) -> Outcome {
    let program = name_of(command);
    match command.stdout(std::io::stderr()).stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            Err(format!("could not {doing}: `{program}` ended with {status}; its own words are above."))
        }
        Err(error) => Err(not_started(doing, &program, &error)),
    }
}

/// Runs a command quietly and gives its standard output; its standard error, unless the caller lets it
/// through, is in the sentence when it fails.
pub fn read(command: &mut Command, doing: &str) -> Outcome<String> {
    let program = name_of(command);
    let Output { status, stdout, stderr } =
        command.stdin(Stdio::null()).output().map_err(|error| not_started(doing, &program, &error))?;
    let words = String::from_utf8_lossy(&stderr);
    match words.trim() {
        _ if status.success() => Ok(String::from_utf8_lossy(&stdout).into_owned()),
        "" => Err(format!("could not {doing}: `{program}` ended with {status}; its own words are above.")),
        words => Err(format!("could not {doing}: {words}")),
    }
}

/// The version a program prints for `--version`, when it can be started at all: the first word that begins with a digit.
pub fn version_of(program: &std::path::Path) -> Option<String> {
    let text = read(Command::new(program).arg("--version"), "ask for a version").ok()?;
    version_in(&text).map(str::to_owned)
}

fn version_in(text: &str) -> Option<&str> {
    text.split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// What people call the program: its file name.
fn name_of(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

fn not_started(doing: &str, program: &str, error: &std::io::Error) -> String {
    if error.kind() == ErrorKind::NotFound {
        format!("could not {doing}: `{program}` is not installed.")
    } else {
        format!("could not {doing}: `{program}` did not start ({error}).")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_first_word_with_a_digit_in_front() {
        assert_eq!(version_in("wasm-bindgen 0.2.129 (abc)"), Some("0.2.129"));
        assert_eq!(version_in("v20.20.2\n"), Some("20.20.2"));
        assert_eq!(version_in("wasm-opt version 132 (version_132)"), Some("132"));
        assert_eq!(version_in("no version here"), None);
    }

    #[test]
    fn a_missing_program_is_named_in_one_sentence() {
        let sentence = run(&mut Command::new("congdan-no-such-program"), "try").expect_err("it cannot start");
        assert_eq!(sentence, "could not try: `congdan-no-such-program` is not installed.");
    }

    #[test]
    fn a_failing_program_is_a_failure() {
        assert!(run(&mut Command::new("false"), "try").is_err());
        assert!(read(&mut Command::new("false"), "try").is_err());
        assert!(timed("failing on purpose", || run(&mut Command::new("false"), "try")).is_err());
    }
}
