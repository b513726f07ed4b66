//! A Node process that answers lines of JSON with lines of JSON, one for one, by a script of `js/`.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// The process; it ends with this value.
#[derive(Debug)]
pub struct Node {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Node {
    /// Starts a script.
    ///
    /// # Panics
    /// When `npm ci` has not been run in `js`, or Node does not start.
    #[must_use]
    pub fn start(script: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("js");
        assert!(folder.join("node_modules").is_dir(), "run `npm ci` in tests/oracles/js first");
        let mut command = Command::new("node");
        command.arg(folder.join(script)).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap_or_else(|error| panic!("node: {error}"));
        let pipes = (process.stdin.take(), process.stdout.take());
        let (Some(questions), Some(answers)) = pipes else { panic!("node has no pipes") };
        Self { process, questions, answers: BufReader::new(answers) }
    }

    /// The answer to one question; `Err` is what it says is wrong with the question.
    ///
    /// # Errors
    /// The member `error` of an answer.
    ///
    /// # Panics
    /// When the process has ended or says what is no JSON.
    pub fn ask(&mut self, question: &Value) -> Result<Value, String> {
        let mut line = String::new();
        let said = writeln!(self.questions, "{question}").and_then(|()| self.answers.read_line(&mut line));
        let answer: Value = match (said, serde_json::from_str(&line)) {
            (Ok(_), Ok(answer)) => answer,
            (said, answer) => panic!("node: {said:?}, {answer:?}"),
        };
        match answer.get("error") {
            Some(error) => Err(error.to_string()),
            None => Ok(answer),
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}
