//! The command line of OpenSSL in a folder of its own.

use dossier::signature::pem_certificates;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = option_env!("CARGO_TARGET_TMPDIR")
            .map_or_else(std::env::temp_dir, PathBuf::from)
            .join(format!("{name}-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    /// The line that the README gives to everyone, for a moment in seconds since 1970.
    pub fn verify_cms(&self, at: u64) -> Result<(), String> {
        let line = format!(
            "cms -verify -cades -binary -inform DER -in dossier.p7s -content dossier.json -CAfile root.pem \
             -purpose any -attime {at} -out /dev/null"
        );
        self.run(&line).map(|_| ())
    }

    /// A detached `CAdES` container as OpenSSL makes it, by `key.pem` and `signer.pem` over `dossier.json`.
    pub fn sign_cms(&self, options: &str) -> Vec<u8> {
        let line = format!(
            "cms -sign -cades -binary -in dossier.json -signer signer.pem -inkey key.pem {options} -nosmimecap \
             -outform DER -out theirs.p7s"
        );
        self.must(&line);
        self.read("theirs.p7s")
    }

    /// A root, and under it a signer with `key.pem` and `signer.pem`, all by OpenSSL; keys and options as its command line names
    /// them.
    pub fn authority(&self, root_key: &str, root_options: &str, signer_key: &str) {
        self.write("signer.cnf", b"basicConstraints=critical,CA:FALSE\nkeyUsage=critical,nonRepudiation\n");
        self.must(&format!(
            "req -x509 -newkey {root_key} -nodes -keyout root.key -out root.pem -days 7000 -subj /CN=Authority {root_options}"
        ));
        self.must(&format!(
            "req -new -newkey {signer_key} -nodes -keyout key.pem -out signer.csr -subj /UID=CCCD:001195004321/CN=Hang"
        ));
        self.must(&format!(
            "x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -extfile signer.cnf \
             -out signer.pem {root_options}"
        ));
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap()
    }

    /// The certificate in a PEM file, as DER.
    pub fn certificate(&self, name: &str) -> Vec<u8> {
        pem_certificates(&String::from_utf8(self.read(name)).unwrap()).unwrap().remove(0)
    }

    /// The machine's clock, which OpenSSL signs and verifies with.
    pub fn now() -> String {
        let output = Command::new("date").args(["-u", "+%Y-%m-%dT%H:%M:%SZ"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    #[track_caller]
    pub fn must(&self, line: &str) {
        if let Err(error) = self.run(line) {
            panic!("openssl {line}: {error}");
        }
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
