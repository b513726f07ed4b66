//! Where things are: the checkout, its target folder, the tools folder, and commands that see the tools first. No work is done here.

use crate::run::Outcome;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout that this xtask was built from.
pub struct Workspace {
    /// The folder of the root Cargo.toml.
    pub root: PathBuf,
}

impl Workspace {
    /// The checkout is known at build time: xtask is always run through cargo, from the checkout it was built in.
    pub fn find() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: here.parent().unwrap_or(here).to_path_buf() }
    }

    /// Cargo's target folder for this checkout, `CARGO_TARGET_DIR` respected.
    pub fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("target"),
        }
    }

    /// Where tools are installed: inside the target folder, so that nobody's own tools are replaced.
    pub fn tools(&self) -> PathBuf {
        self.target().join("tools")
    }

    /// Where generated inputs and intermediate results of the portal's build are. Fixed, since index.html names it.
    pub fn web(&self) -> PathBuf {
        self.root.join("target/web")
    }

    /// A command in the checkout, with our tools first on PATH.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path()).env_remove("NO_COLOR");
        command
    }

    /// Cargo, as it called us.
    pub fn cargo(&self) -> Command {
        self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// The version of a package in Cargo.lock.
    pub fn locked_version(&self, package: &str) -> Outcome<String> {
        let lock = self.root.join("Cargo.lock");
        let text = std::fs::read_to_string(&lock)
            .map_err(|error| format!("could not read {}: {error}.", lock.display()))?;
        version_in_lock(&text, package)
            .map(str::to_owned)
            .ok_or_else(|| format!("Cargo.lock has no package `{package}`."))
    }

    fn path(&self) -> OsString {
        let ours = [self.tools().join("bin"), self.tools().join("npm/node_modules/.bin")];
        let theirs = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&theirs))).unwrap_or(theirs)
    }
}

fn version_in_lock<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_knows_exact_names_only() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }

    #[test]
    fn the_checkout_is_where_the_root_manifest_is() {
        let workspace = Workspace::find();
        assert!(workspace.root.join("Cargo.lock").is_file());
        assert_eq!(workspace.locked_version("xtask"), Ok("0.1.0".into()));
    }

    #[test]
    fn our_tools_come_first_on_the_path() {
        let workspace = Workspace::find();
        let first = std::env::split_paths(&workspace.path()).next();
        assert_eq!(first, Some(workspace.tools().join("bin")));
    }
}
