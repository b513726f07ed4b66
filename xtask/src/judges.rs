//! Judges that others wrote, beside what we say of canonical JSON, of signature containers and over the CSC API: pyHanko, asn1crypto,
//! certomancer and `rfc8785` in Python, `canonicalize` and `WebCrypto` in Node, `openssl`. What they judge and compare lives in tests/judges.

use crate::packages;
use crate::proofs;
use crate::run::{Outcome, run, timed, version_of};
use crate::stack;
use crate::tools;
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};

const PYTHON_MINOR: u32 = 11;

/// All judges, one after the other.
pub fn judge(workspace: &Workspace) -> Outcome {
    packages::node()?;
    packages::judges(workspace)?;
    tools::for_wasm_tests(workspace)?;
    let python = python(workspace)?;
    let module = proofs::module(workspace, "dev")?;
    let mut build = workspace.cargo();
    build.args(["build", "--quiet", "-p", "dossier", "--example", "canonical"]);
    run(&mut build, "build canonical JSON natively")?;
    let mut canonical = workspace.command(&python);
    canonical.arg("tests/judges/canonical.py");
    canonical.arg(workspace.target().join("debug/examples/canonical")).arg(&module);
    run(&mut canonical, "write the canonical JSON of others")?;
    let mut signatures = workspace.command(&python);
    signatures.arg("tests/judges/signatures.py");
    run(&mut signatures, "judge containers as others do")?;
    let mut answers = workspace.command(&python);
    answers.arg("tests/judges/answers.py");
    run(&mut answers, "judge answers about certificates as others do")?;
    let mut containers = workspace.command("node");
    containers.arg("tests/judges/containers.mjs").arg(&module);
    run(&mut containers, "judge containers in WebAssembly with WebCrypto")?;
    let folder = workspace.target().join("certomancer");
    drop(fs::remove_dir_all(&folder));
    let mut authority = workspace.command(&python);
    authority.arg("tests/judges/authority.py").arg(&folder);
    run(&mut authority, "make time-stamps and answers with certomancer")?;
    let mut made = workspace.command("node");
    made.arg("tests/judges/containers.mjs").arg(&module).arg(&folder);
    run(&mut made, "judge what certomancer made")?;
    let mut natively = workspace.cargo();
    natively.args([
        "run",
        "--quiet",
        "-p",
        "dossier",
        "--features",
        "arithmetic",
        "--example",
        "judged",
        "--",
    ]);
    run(natively.arg(&folder), "judge what certomancer made, natively")?;
    csc(workspace, &python)
}

/// Version 1 of the CSC API: a server that others wrote for our adapter, and their client for our sandbox.
fn csc(workspace: &Workspace, python: &Path) -> Outcome {
    stack::build(workspace)?;
    // With the packages of the native tests, which have built it: another choice of packages means other features, and all anew.
    let mut adapter = workspace.cargo();
    adapter.args(["build", "--quiet", "--workspace", "--example", "csc_v1"]);
    adapter.args(["--exclude", "congdan-portal", "--exclude", "web", "--exclude", "tidy"]);
    run(&mut adapter, "build the adapter alone")?;
    let folder = workspace.target().join("csc");
    drop(fs::remove_dir_all(&folder));
    let built = workspace.target().join("debug");
    let mut judges = workspace.command(python);
    judges.arg("tests/judges/csc.py").arg(built.join("examples/csc_v1")).arg(built.join("congdan-sandbox"));
    run(judges.arg(&folder), "sign over CSC v1 with the parts of others")
}

/// An interpreter that has exactly the packages of the lock file, in the tools folder.
fn python(workspace: &Workspace) -> Outcome<PathBuf> {
    let lock = workspace.root.join("tests/judges/requirements.txt");
    let wanted =
        fs::read_to_string(&lock).map_err(|error| format!("could not read {}: {error}.", lock.display()))?;
    let folder = workspace.tools().join("python");
    let (python, stamp) = (folder.join("bin/python"), folder.join("installed"));
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let found = version_of(Path::new("python3"));
    if !found.as_deref().is_some_and(is_new_enough) {
        let found = found.map_or_else(|| "there is none".to_owned(), |version| format!("this is {version}"));
        return Err(format!(
            "Python 3.{PYTHON_MINOR} or newer is needed and {found}: install it from https://www.python.org."
        ));
    }
    timed("installing the judges in Python", || {
        let mut venv = workspace.command("python3");
        venv.args(["-m", "venv", "--clear"]).arg(&folder);
        run(&mut venv, "make a folder for Python packages (on Debian: apt-get install python3-venv)")?;
        let mut pip = workspace.command(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]);
        pip.args(["--only-binary", ":all:", "-r"]).arg(&lock);
        run(&mut pip, "install the judges in Python")?;
        fs::write(&stamp, wanted).map_err(|error| format!("could not write {}: {error}.", stamp.display()))
    })?;
    Ok(python)
}

fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else { return false };
    major > 3 || (major == 3 && minor >= PYTHON_MINOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_is_new_enough_from_the_version_that_the_lock_file_was_made_with() {
        for (version, is_enough) in [
            ("3.11.7", true),
            ("3.14.0", true),
            ("4.0.1", true),
            ("3.9.2", false),
            ("2.7.18", false),
            ("", false),
        ] {
            assert_eq!(is_new_enough(version), is_enough, "{version}");
        }
    }
}
