//! Processes that run beside us until we stop: started with their standard error in a log file, known to be ready by the line they
//! print, ended together on Ctrl-C or when xtask ends. What they are and how they are configured is in `stack`.

use crate::run::Outcome;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a process may take to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(5);

static RUNNING: Mutex<Vec<Child>> = Mutex::new(Vec::new());

/// The name of a process whose standard output has ended, which means that it has.
pub struct Ended(pub String);

/// Where processes report their end.
pub struct Watch {
    sender: Sender<Ended>,
    ends: Receiver<Ended>,
}

impl Watch {
    /// A watch over no processes yet.
    pub fn new() -> Self {
        let (sender, ends) = channel();
        Self { sender, ends }
    }

    /// Waits until any of the processes ends.
    pub fn first_end(&self) -> Option<Ended> {
        self.ends.recv().ok()
    }

    /// Starts a process and waits for its line `ready …`; what it says before that is returned.
    pub fn start_ready(&self, name: &str, command: &mut Command, log: &Path) -> Outcome<Vec<String>> {
        let output = spawn(name, command, log)?;
        let mut lines = BufReader::new(output).lines();
        let mut said = Vec::new();
        loop {
            match lines.next() {
                Some(Ok(line)) if line.starts_with("ready") => break,
                Some(Ok(line)) => said.push(line),
                _ => return Err(format!("the {name} ended before it was ready.\n{}", last_lines(log))),
            }
        }
        self.report_end(name, lines);
        Ok(said)
    }

    /// Starts a process that has nothing to be ready for.
    pub fn start(&self, name: &str, command: &mut Command, log: &Path) -> Outcome {
        let output = spawn(name, command, log)?;
        self.report_end(name, BufReader::new(output).lines());
        Ok(())
    }

    fn report_end(&self, name: &str, lines: impl Iterator + Send + 'static) {
        let (sender, name) = (self.sender.clone(), name.to_owned());
        thread::spawn(move || {
            lines.for_each(drop);
            // Nobody listens any more when xtask itself is ending.
            let _ = sender.send(Ended(name));
        });
    }
}

/// Ends all processes when xtask is told to end (Ctrl-C, SIGTERM, a closed terminal).
pub fn stop_on_signal() {
    let handler = ctrlc::set_handler(|| {
        stop_all();
        std::process::exit(130);
    });
    if let Err(error) = handler {
        eprintln!("xtask: Ctrl-C will not end the processes it starts ({error}).");
    }
}

/// Asks every process to end, waits, and kills what did not.
pub fn stop_all() {
    let mut running = running();
    for child in running.iter() {
        let id = child.id().to_string();
        // It may have ended already; then there is nothing to ask.
        let _ = Command::new("kill").args(["-TERM", &id]).stderr(Stdio::null()).status();
    }
    let deadline = Instant::now() + GRACE;
    for mut child in running.drain(..) {
        while matches!(child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// The end of a log, for the person who has to find out what went wrong.
pub fn last_lines(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let end = lines[lines.len().saturating_sub(12)..].join("\n");
    format!("{end}\n(its whole log: {})", log.display())
}

fn spawn(name: &str, command: &mut Command, log: &Path) -> Outcome<ChildStdout> {
    let file = File::create(log).map_err(|error| format!("could not write {}: {error}.", log.display()))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(file)
        .spawn()
        .map_err(|error| format!("the {name} did not start: {error}."))?;
    let output = child.stdout.take();
    running().push(child);
    output.ok_or_else(|| format!("the {name} has no standard output."))
}

fn running() -> MutexGuard<'static, Vec<Child>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn log(name: &str) -> std::path::PathBuf {
        let folder = Workspace::find().target().join("xtask-tests");
        std::fs::create_dir_all(&folder).expect("a folder to write in");
        folder.join(name)
    }

    #[test]
    fn what_is_said_before_ready_is_handed_on_and_the_end_is_noticed() {
        let watch = Watch::new();
        let said =
            watch.start_ready("greeter", &mut shell("echo hello; echo ready; exit 0"), &log("greeter.log"));
        assert_eq!(said, Ok(vec!["hello".to_owned()]));
        assert_eq!(watch.first_end().map(|ended| ended.0), Some("greeter".to_owned()));
    }

    #[test]
    fn a_process_that_ends_before_it_is_ready_is_a_failure_with_the_end_of_its_log() {
        let watch = Watch::new();
        let outcome =
            watch.start_ready("broken", &mut shell("echo the port is taken >&2; exit 1"), &log("broken.log"));
        assert!(outcome.is_err_and(|sentence| sentence.contains("the port is taken")));
    }
}
