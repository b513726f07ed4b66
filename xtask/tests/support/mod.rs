//! A machine made for one test: a folder of programs that is the whole PATH, a target folder of its own, and the real xtask in it.
//! The programs are shell scripts that write down how they were called.
#![allow(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::must_use_candidate
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What shell scripts themselves call.
const SHELL: [&str; 8] = ["sh", "mkdir", "chmod", "cat", "printf", "kill", "env", "ls"];

pub struct Machine {
    pub folder: PathBuf,
}

/// What xtask said when it had ended.
pub struct Ended {
    pub is_good: bool,
    pub said: String,
}

impl Ended {
    /// The last line on standard error: the sentence for the person at the terminal.
    pub fn sentence(&self) -> &str {
        self.said.lines().last().unwrap_or_default()
    }
}

impl Machine {
    /// A fresh machine: rustup's cargo and nothing else.
    pub fn fresh(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        let machine = Self { folder };
        fs::create_dir_all(machine.path("bin")).unwrap();
        for program in SHELL {
            let found = ["/usr/bin", "/bin"].map(|place| Path::new(place).join(program));
            let real = found.iter().find(|file| file.is_file());
            if let Some(real) = real {
                std::os::unix::fs::symlink(real, machine.path("bin").join(program)).unwrap();
            }
        }
        machine
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Adds a program that writes down its arguments and then runs these lines.
    #[must_use]
    pub fn with(self, program: &str, lines: &str) -> Self {
        let calls = self.path("calls");
        let text = format!(
            "#!/bin/sh\necho \"{program} $*\" >> '{}'\ntools='{}'\nbin='{}'\n{lines}\n",
            calls.display(),
            self.path("target/tools").display(),
            self.path("bin").display()
        );
        self.script(program, &text);
        self
    }

    /// Adds a program that only tells its version.
    #[must_use]
    pub fn with_version(self, program: &str, version: &str) -> Self {
        self.script(program, &format!("#!/bin/sh\necho '{program} {version}'\n"));
        self
    }

    fn script(&self, program: &str, text: &str) {
        let file = self.path("bin").join(program);
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs xtask on this machine until it ends.
    pub fn xtask(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).output().unwrap();
        Ended {
            is_good: output.status.success(),
            said: String::from_utf8_lossy(&output.stderr).trim_end().to_owned(),
        }
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", self.path("bin"))
            .env("CARGO_TARGET_DIR", self.path("target"))
            .env("CARGO", self.path("bin/cargo"));
        command
    }

    /// How the programs were called, in order.
    pub fn calls(&self) -> Vec<String> {
        let text = fs::read_to_string(self.path("calls")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    pub fn was_called(&self, beginning: &str) -> bool {
        self.calls().iter().any(|call| call.starts_with(beginning))
    }
}

/// The version of a package in the lock file of this repository.
pub fn locked(package: &str) -> String {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \"")).unwrap();
    after.split_once('"').unwrap().0.to_owned()
}

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
