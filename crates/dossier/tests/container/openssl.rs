//! The command line of OpenSSL in a folder of its own.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    /// The line that the README gives to everyone.
    pub fn verify_cms(&self) -> Result<(), String> {
        let line = "cms -verify -cades -binary -inform DER -in dossier.p7s -content dossier.json -CAfile root.pem \
                    -purpose any -out /dev/null";
        self.run(line).map(|_| ())
    }

    /// A detached `CAdES` container as OpenSSL makes it.
    pub fn sign_cms(&self) -> Vec<u8> {
        let line = "cms -sign -cades -binary -md sha256 -in dossier.json -signer signer.pem -inkey key.pem \
                    -certfile issuer.pem -nosmimecap -outform DER -out theirs.p7s";
        self.run(line).unwrap();
        std::fs::read(self.0.join("theirs.p7s")).unwrap()
    }

    /// A key of 1024 bits with a certificate of its own, in the files that [`Folder::sign_cms`] reads.
    pub fn weak_rsa(&self) {
        self.run("req -x509 -newkey rsa:1024 -nodes -keyout key.pem -out signer.pem -days 1 -subj /CN=weak")
            .unwrap();
        self.run(
            "req -x509 -newkey rsa:1024 -nodes -keyout other.pem -out issuer.pem -days 1 -subj /CN=other",
        )
        .unwrap();
    }

    /// The machine's clock, which OpenSSL signs and verifies with.
    pub fn now() -> String {
        let output = Command::new("date").args(["-u", "+%Y-%m-%dT%H:%M:%SZ"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn run(&self, line: &str) -> Result<Vec<u8>, String> {
        let output =
            Command::new("openssl").args(line.split_whitespace()).current_dir(&self.0).output().unwrap();
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
