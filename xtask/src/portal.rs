//! From source to `dist/`: cargo compiles the portal, `parts` splits, binds and optimises it, `web/finish.mjs` names files by their
//! content, sets the integrity values and compresses. The developer's build is left to trunk, in one piece each.
//! The tools are installed by `tools`; the size is judged by `budget`.

use crate::parts::{self, BINARIES, WORKER};
use crate::run::{Outcome, run, say, timed};
use crate::tools;
use crate::workspace::Workspace;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
/// Leptos then hides the types of components from each other: measured on this portal, 12 % less to download. What `later!` declares
/// becomes a download of its own, for which the splitter needs to know what refers to what.
const AS_DELIVERED: &str = "--cfg erase_components --cfg split_parts -C link-arg=--emit-relocs";
/// SHA-2 in few bytes: it runs over one dossier at a time.
const WORKER_FLAGS: &str = "--cfg sha2_backend_soft=\"compact\"";
/// Both parts: what every visit starts with, and the steps of a dossier.
const TARGET: [&str; 3] = ["--target", "wasm32-unknown-unknown", "--bins"];

/// Builds the portal as citizens get it and gives the folder to serve. Does nothing when the inputs have not changed.
pub fn build_release(workspace: &Workspace) -> Outcome<PathBuf> {
    tools::for_portal(workspace)?;
    let dist = workspace.root.join("dist");
    timed("compiling the portal (minutes the first time)", || {
        let mut cargo = workspace.cargo();
        cargo.args(["build", "--profile", "portal"]).args(TARGET).env(FLAGS, AS_DELIVERED);
        run(&mut cargo, "compile the portal")?;
        // By itself: asked for together, its features of `dossier` would be the portal's too.
        let mut cargo = workspace.cargo();
        cargo
            .args(["build", "--profile", "portal", "-p", WORKER])
            .args(&TARGET[..2])
            .env(FLAGS, WORKER_FLAGS);
        run(&mut cargo, "compile the worker that judges signatures")
    })?;
    join(workspace)?;
    let inputs = fingerprint(workspace)?;
    let stamp = workspace.web().join("dist.stamp");
    if dist.join("index.html").is_file()
        && fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == inputs)
    {
        say("dist/: up to date");
        return Ok(dist);
    }
    let bound = workspace.web().join("bound");
    timed("splitting, binding and optimising the portal", || parts::bind(workspace, &bound))?;
    timed("naming by content, integrity, compression", || {
        let mut finish = workspace.command("node");
        finish.arg("xtask/web/finish.mjs").arg(&workspace.root).arg(&bound).arg(&dist);
        run(&mut finish, "finish dist/")
    })?;
    fs::write(&stamp, inputs).map_err(|error| format!("could not write {}: {error}.", stamp.display()))?;
    Ok(dist)
}

/// The developer's build: compiled once here, so that failures are clear; the watcher that this returns rebuilds on change.
pub fn build_dev(workspace: &Workspace) -> Outcome<(PathBuf, Command)> {
    tools::for_development(workspace)?;
    let dist = workspace.web().join("dev");
    timed("compiling the portal (dev profile)", || {
        run(workspace.cargo().arg("build").args(TARGET), "compile the portal")
    })?;
    join(workspace)?;
    timed("binding the portal", || {
        run(trunk(workspace, "build").arg("--dist").arg(&dist), "build the portal with trunk")
    })?;
    let mut watcher = trunk(workspace, "watch");
    watcher.arg("--dist").arg(&dist);
    Ok((dist, watcher))
}

/// Joins the style sheets and the texts into the files that index.html names. trunk runs the same scripts on each build of its own.
fn join(workspace: &Workspace) -> Outcome {
    run(workspace.command("node").arg("xtask/web/styles.mjs"), "join the style sheets")?;
    run(workspace.command("node").arg("xtask/web/texts.mjs"), "join the texts")
}

fn trunk(workspace: &Workspace, verb: &str) -> Command {
    let mut trunk = workspace.command("trunk");
    trunk.arg(verb).args(["--offline", "--skip-version-check"]).env("RUST_LOG", "warn");
    trunk
}

/// A digest of everything that `dist/` is made from once cargo has compiled the portal.
fn fingerprint(workspace: &Workspace) -> Outcome<String> {
    let mut files = vec![
        workspace.web().join("main.css"),
        workspace.root.join("index.html"),
        workspace.root.join("Cargo.lock"),
        workspace.root.join("xtask/npm/package-lock.json"),
        workspace.root.join("crates/verifier/worker.js"),
        parts::compiled(workspace, WORKER),
    ];
    files.extend(BINARIES.map(|(binary, _)| parts::compiled(workspace, binary)));
    files.extend(files_below(&workspace.web().join("texts"))?);
    files.extend(files_below(&workspace.root.join("public"))?);
    files.extend(files_below(&workspace.root.join("xtask/web"))?);
    digest(&files)
}

fn digest(files: &[PathBuf]) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        let bytes = fs::read(file).map_err(|error| format!("could not read {}: {error}.", file.display()))?;
        hasher.write(file.as_os_str().as_encoded_bytes());
        hasher.write_usize(bytes.len());
        hasher.write(&bytes);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let sentence = |error: std::io::Error| format!("could not list {}: {error}.", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(sentence)? {
        let path = entry.map_err(sentence)?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_changes_with_the_content_and_with_nothing_else() {
        let folder = Workspace::find().target().join("xtask-tests/digest");
        fs::create_dir_all(&folder).expect("a folder to write in");
        let file = folder.join("a.txt");
        fs::write(&file, "one").expect("written");
        let one = digest(std::slice::from_ref(&file)).expect("it can be read");
        fs::write(&file, "one").expect("written");
        assert_eq!(digest(std::slice::from_ref(&file)), Ok(one.clone()));
        fs::write(&file, "two").expect("written");
        assert_ne!(digest(std::slice::from_ref(&file)), Ok(one));
    }

    #[test]
    fn a_missing_input_is_a_failure_and_not_an_empty_digest() {
        assert!(digest(&[PathBuf::from("no/such/file")]).is_err());
    }
}
