//! Processes that run beside us until we stop: started with all they say in a log file, known to be ready by the line they
//! print, ended together on Ctrl-C or when xtask ends. What they are and how they are configured is in `stack`.

use crate::run::Outcome;
use std::fs::File;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a process may take to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(5);

static RUNNING: Mutex<Vec<Child>> = Mutex::new(Vec::new());

/// What to say when the person at the terminal ends us, for a command that is meant to be ended in this way.
static FAREWELL: Mutex<Option<&str>> = Mutex::new(None);

/// Set while the signal's handler ends everything: whatever ends meanwhile was asked to.
static IS_STOPPING: AtomicBool = AtomicBool::new(false);

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

    /// Waits until any of the processes ends by itself.
    pub fn first_end(&self) -> Option<Ended> {
        let ended = self.ends.recv().ok();
        while IS_STOPPING.load(Ordering::SeqCst) {
            thread::park();
        }
        ended
    }

    /// Starts a process and waits for its line `ready …`; what it says before that is returned.
    pub fn start_ready(&self, name: &str, command: &mut Command, log: &Path) -> Outcome<Vec<String>> {
        let mut output = spawn(name, command, log)?;
        let mut said = Vec::new();
        loop {
            match output.next() {
                Some(line) if line.starts_with("ready") => break,
                Some(line) => said.push(line),
                None => return Err(format!("the {name} ended before it was ready.\n{}", last_lines(log))),
            }
        }
        self.report_end(name, output);
        Ok(said)
    }

    /// Starts a process that has nothing to be ready for.
    pub fn start(&self, name: &str, command: &mut Command, log: &Path) -> Outcome {
        let output = spawn(name, command, log)?;
        self.report_end(name, output);
        Ok(())
    }

    fn report_end(&self, name: &str, output: Said) {
        let (sender, name) = (self.sender.clone(), name.to_owned());
        thread::spawn(move || {
            output.for_each(drop);
            // Nobody listens any more when xtask itself is ending.
            let _ = sender.send(Ended(name));
        });
    }
}

/// The lines of a process's standard output, which go into its log as they come.
struct Said {
    lines: Lines<BufReader<ChildStdout>>,
    log: File,
}

impl Iterator for Said {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let line = self.lines.next()?.ok()?;
        // A full disk shows elsewhere; what the process says is handed on all the same.
        let _ = writeln!(self.log, "{line}");
        Some(line)
    }
}

/// Ends all processes when xtask is told to end (Ctrl-C, SIGTERM, a closed terminal).
pub fn stop_on_signal() {
    let handler = ctrlc::set_handler(|| {
        IS_STOPPING.store(true, Ordering::SeqCst);
        stop_all();
        let farewell = *FAREWELL.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sentence) = farewell {
            // Below the `^C` that the terminal shows. A terminal that was closed reads nothing any more.
            let _ = writeln!(std::io::stdout(), "\n{sentence}");
        }
        std::process::exit(if farewell.is_some() { 0 } else { 130 });
    });
    if let Err(error) = handler {
        eprintln!("xtask: Ctrl-C will not end the processes it starts ({error}).");
    }
}

/// From now on being told to end is the good end, said in this sentence.
pub fn end_well_with(sentence: &'static str) {
    *FAREWELL.lock().unwrap_or_else(PoisonError::into_inner) = Some(sentence);
}

/// Asks every process to end, waits, and kills what did not.
pub fn stop_all() {
    let mut running = running();
    for child in running.iter() {
        // The whole group, since a watcher has children too. It may have ended already; then there is nothing to ask.
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-TERM", "--", &group]).stderr(Stdio::null()).status();
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

fn spawn(name: &str, command: &mut Command, log: &Path) -> Outcome<Said> {
    let sentence = |error: std::io::Error| format!("could not write {}: {error}.", log.display());
    File::create(log).map_err(sentence)?;
    // Both of us add to it: the process what goes to its standard error, we its standard output.
    let ours = File::options().append(true).open(log).map_err(sentence)?;
    let its = ours.try_clone().map_err(sentence)?;
    // A group of its own: Ctrl-C reaches us alone, and we end them in order.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(its)
        .spawn()
        .map_err(|error| format!("the {name} did not start: {error}."))?;
    let output = child.stdout.take();
    running().push(child);
    let output = output.ok_or_else(|| format!("the {name} has no standard output."))?;
    Ok(Said { lines: BufReader::new(output).lines(), log: ours })
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
    fn both_outputs_of_a_process_are_in_its_log() {
        let watch = Watch::new();
        let script = "echo before; echo aside >&2; echo ready; echo after";
        watch.start_ready("talker", &mut shell(script), &log("talker.log")).expect("it is ready");
        watch.first_end();
        let text = std::fs::read_to_string(log("talker.log")).expect("written");
        for line in ["before", "aside", "ready", "after"] {
            assert!(text.lines().any(|said| said == line), "{line}: {text}");
        }
    }

    #[test]
    fn a_process_that_ends_before_it_is_ready_is_a_failure_with_the_end_of_its_log() {
        let watch = Watch::new();
        let outcome =
            watch.start_ready("broken", &mut shell("echo the port is taken >&2; exit 1"), &log("broken.log"));
        assert!(outcome.is_err_and(|sentence| sentence.contains("the port is taken")));
    }
}
