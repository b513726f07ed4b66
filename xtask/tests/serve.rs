//! `cargo xtask serve` with the real backend and the real sandbox, and a portal that was built before: a page is enough here.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use support::{Machine, repository};

/// A checkout in which everything is built.
struct Serving {
    child: Child,
    port: u16,
    said: Vec<String>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended already when the test went well.
        let _ = Command::new("kill").arg(self.child.id().to_string()).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

/// A machine with what cargo would have built, and a built portal.
fn built(name: &str) -> Machine {
    let machine = Machine::fresh(name).with("cargo", "true");
    let here = std::env::current_exe().unwrap();
    let debug = here.parent().unwrap().parent().unwrap();
    fs::create_dir_all(machine.path("target/debug")).unwrap();
    for binary in ["congdan-backend", "congdan-sandbox"] {
        let real = debug.join(binary);
        assert!(real.is_file(), "{} is missing: run `cargo build -p {binary}` first", real.display());
        std::os::unix::fs::symlink(real, machine.path("target/debug").join(binary)).unwrap();
    }
    fs::create_dir_all(machine.path("dist")).unwrap();
    fs::write(machine.path("dist/index.html"), "<!doctype html><title>built before</title>").unwrap();
    machine
}

/// Two neighbouring ports that are free.
fn two_ports() -> u16 {
    loop {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if port < u16::MAX && TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return port;
        }
    }
}

fn command(machine: &Machine, port: u16, more: &[&str]) -> Command {
    let (port, dist) = (port.to_string(), machine.path("dist"));
    let data = machine.path("data");
    let mut arguments = vec!["serve", "--port", &port, "--dist", dist.to_str().unwrap()];
    arguments.extend(["--data", data.to_str().unwrap()]);
    arguments.extend(more);
    machine.command(&arguments)
}

/// Starts it and reads until it says that it is ready.
fn serve(machine: &Machine, more: &[&str]) -> Serving {
    let port = two_ports();
    let mut child =
        command(machine, port, more).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        said.push(line.unwrap());
        if said.last().unwrap().contains("Ctrl-C ends both") {
            break;
        }
    }
    assert!(said.iter().any(|line| line.contains("The portal is open")), "{}", rest(&mut child));
    Serving { child, port, said }
}

fn rest(child: &mut Child) -> String {
    let mut text = String::new();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    text
}

fn get(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost:{port}\r\nAccept: text/html, */*\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer.split_once("\r\n\r\n")?.1.to_owned())
}

fn json(port: u16, path: &str) -> Value {
    serde_json::from_str(&get(port, path).unwrap()).unwrap()
}

/// What Ctrl-C does in a terminal: the signal goes to the whole group.
fn interrupt(machine: &Machine, more: &[&str], until_ready: bool) -> (Output, u16) {
    use std::os::unix::process::CommandExt;
    let port = two_ports();
    let mut command = command(machine, port, more);
    let mut child = command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut before = String::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    while until_ready && !before.contains("Ctrl-C ends both") {
        assert!(lines.read_line(&mut before).unwrap() > 0, "{}", rest(&mut child));
    }
    let group = format!("-{}", child.id());
    assert!(Command::new("kill").args(["-INT", "--", &group]).status().unwrap().success());
    lines.read_to_string(&mut before).unwrap();
    let mut output = child.wait_with_output().unwrap();
    output.stdout = before.into_bytes();
    (output, port)
}

/// The agency's folder, somewhere outside this project.
fn agency(machine: &Machine) -> PathBuf {
    let (from, to) = (repository().join("tests/agency/hn-via-he"), machine.path("phường/thủ tục/hn-via-he"));
    copy(&from, &to);
    machine.path("phường/thủ tục")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn an_agencys_folder_outside_the_project_is_on_offer_beside_ours() {
    let machine = built("agency");
    let folder = agency(&machine);
    let start = ["--start", "2026-11-21", "--procedures", folder.to_str().unwrap()];
    let serving = serve(&machine, &start);
    let listed = json(serving.port, "/api/services").to_string();
    for code in ["hn-via-he", "1.001193", "2.000635"] {
        assert!(listed.contains(&format!("\"{code}\"")), "{code}: {listed}");
    }
    assert!(listed.contains("Đăng ký dùng tạm vỉa hè"), "{listed}");
    assert!(get(serving.port, "/").unwrap().contains("built before"));
    assert!(serving.said.iter().any(|line| line.contains("001195004321")), "{:?}", serving.said);
}

#[test]
fn both_begin_on_the_day_that_was_asked_for() {
    let machine = built("start");
    let serving = serve(&machine, &["--start", "2026-12-24"]);
    let now = json(serving.port + 1, "/control/clock")["now"].as_str().unwrap().to_owned();
    assert!(now.starts_with("2026-12-24T09:"), "{now}");
    assert_eq!(json(serving.port, "/api/session")["today"], "2026-12-24");
    let remark = serving.said.iter().find(|line| line.starts_with("The clock here stands on 2026-12-24"));
    assert!(remark.is_some_and(|line| line.contains("--start now")), "{:?}", serving.said);
}

#[test]
fn on_a_day_without_procedures_one_is_told_which_are_not_in_force() {
    let machine = built("closed");
    let serving = serve(&machine, &["--start", "2028-03-10"]);
    let remark = serving.said.iter().find(|line| line.starts_with("Not in force on 2028-03-10"));
    assert!(remark.is_some_and(|line| line.contains("1.001193, 2.000635")), "{:?}", serving.said);
    let listed = json(serving.port, "/api/services").to_string();
    assert!(!listed.contains("1.001193"), "{listed}");
}

#[test]
fn ctrl_c_ends_both_and_says_so_in_one_line() {
    let machine = built("ctrl-c");
    let (ended, port) = interrupt(&machine, &["--start", "2026-11-21"], true);
    let said = String::from_utf8(ended.stdout).unwrap();
    let (_, after) = said.split_once("Ctrl-C ends both.").unwrap();
    let last: Vec<&str> = after.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(last.last(), Some(&"Stopped the portal and the sandbox."), "{said}");
    let noise = String::from_utf8(ended.stderr).unwrap();
    assert!(!noise.contains("xtask:") && !noise.contains("error"), "{noise}");
    assert!(ended.status.success(), "{}", ended.status);
    assert_eq!((get(port, "/api/session"), get(port + 1, "/")), (None, None), "nobody listens any more");
}

#[test]
fn a_process_that_ends_by_itself_is_named_with_the_end_of_its_log() {
    let machine = built("ends");
    let mut serving = serve(&machine, &["--start", "2026-11-21"]);
    let mut find = Command::new("pgrep");
    find.args(["-P", &serving.child.id().to_string(), "-f", "congdan-sandbox"]);
    let sandbox = String::from_utf8(find.output().unwrap().stdout).unwrap();
    assert!(Command::new("kill").arg(sandbox.trim()).status().unwrap().success());
    assert!(!serving.child.wait().unwrap().success());
    let said = rest(&mut serving.child);
    assert!(said.contains("xtask: the sandbox ended by itself."), "{said}");
    assert_eq!(get(serving.port, "/api/session"), None, "the other one is ended too");
}

#[test]
fn a_port_that_is_taken_is_named_before_anything_is_built() {
    for above in [0, 1] {
        let machine = Machine::fresh("port-taken").with("cargo", "true");
        let port = two_ports();
        let _taken = TcpListener::bind(("127.0.0.1", port + above)).unwrap();
        let ended = machine.xtask(&["serve", "--port", &port.to_string()]);
        let beginning = format!("xtask: port {} cannot be used (", port + above);
        assert!(!ended.is_good && ended.said.starts_with(&beginning), "{}", ended.said);
        assert!(ended.said.ends_with("end what uses it or choose another with --port."), "{}", ended.said);
        assert_eq!(machine.calls(), [""; 0]);
    }
}

#[test]
fn what_cannot_be_served_is_refused_in_one_sentence() {
    let machine = built("refused");
    for (more, why) in [
        (["--procedures", "no/such/folder"], "there are no procedures in no/such/folder"),
        (["--start", "yesterday"], "`yesterday` is no beginning"),
        (["--dist", "no/such/dist"], "there is no built portal in no/such/dist"),
    ] {
        let output = command(&machine, two_ports(), &more).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.starts_with(&format!("xtask: {why}")), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
