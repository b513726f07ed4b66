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

    /// A time-stamp token over some bytes, by an authority that OpenSSL makes and plays: its key, the digest that it signs with and
    /// that its certificate is named by. Its root is `root.pem`. The second is its moment.
    pub fn stamp(&self, bytes: &[u8], key: &str, digest: &str, named: &str) -> (Vec<u8>, String) {
        let settings = format!(
            "[tsa]\ndefault_tsa=own\n[own]\nserial=serial\ncrypto_device=builtin\nsigner_cert=tsa.pem\n\
             signer_key=tsa.key\nsigner_digest={digest}\ndefault_policy=1.3.6.1.4.1.99999.1\n\
             digests=sha256,sha384,sha512\ness_cert_id_alg={named}\n[leaf]\nbasicConstraints=critical,CA:FALSE\n\
             keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
        );
        self.write("tsa.cnf", settings.as_bytes());
        self.write("stamped", bytes);
        self.must(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -days 7000 \
             -subj /CN=Time",
        );
        self.must(&format!("req -new -newkey {key} -nodes -keyout tsa.key -out tsa.csr -subj /CN=Stamps"));
        self.must(
            "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -extfile tsa.cnf \
             -extensions leaf -out tsa.pem",
        );
        self.must("ts -query -data stamped -sha256 -cert -out query");
        self.must("ts -reply -config tsa.cnf -queryfile query -token_out -out token");
        let text = String::from_utf8(self.must("ts -reply -in token -token_in -text")).unwrap();
        (self.read("token"), moment(&text))
    }

    /// What it takes to answer about the signer of [`Folder::authority`]: a responder with its purpose, one without, and one under
    /// somebody else; and the settings for lists.
    pub fn answering(&self) {
        self.write("responder.cnf", b"extendedKeyUsage=OCSPSigning\n");
        self.write("other.cnf", b"extendedKeyUsage=clientAuth\n");
        for name in ["responder", "other"] {
            self.must(&format!(
                "req -new -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}"
            ));
            self.must(&format!(
                "x509 -req -in {name}.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -extfile {name}.cnf \
                 -out {name}.pem"
            ));
        }
        self.must(
            "req -x509 -newkey rsa:2048 -nodes -keyout stranger.key -out stranger.pem -subj /CN=stranger",
        );
        self.write(
            "ca.cnf",
            b"[ca]\ndefault_ca=own\n[own]\ndatabase=index\ncrlnumber=number\nprivate_key=root.key\n\
              certificate=root.pem\ndefault_md=sha256\ncrl_extensions=whole\n[bare]\ndatabase=index\n\
              private_key=root.key\ncertificate=root.pem\ndefault_md=sha256\ncrl_extensions=whole\n\
              [whole]\nauthorityKeyIdentifier=keyid\n[part]\nissuingDistributionPoint=critical,@users\n\
              [users]\nonlyuser=TRUE\n[delta]\n2.5.29.27=critical,DER:02:01:01\n",
        );
        self.write("number", b"01\n");
        self.index("V");
    }

    /// What the authority knows of the signer: nothing, good (`V`), revoked a day ago (`R`) or in two hours (`L`).
    pub fn index(&self, status: &str) {
        let serial = self.must("x509 -in signer.pem -noout -serial");
        let serial = String::from_utf8(serial).unwrap().trim().replace("serial=", "");
        let line = match status {
            "" => String::new(),
            "V" => format!("V\t360101000000Z\t\t{serial}\tunknown\t/CN=Hang\n"),
            _ => {
                let since = if status == "R" { "now -24 hours" } else { "now +2 hours" };
                let since = Self::date(since, "%y%m%d%H%M%SZ");
                format!("R\t360101000000Z\t{since}\t{serial}\tunknown\t/CN=Hang\n")
            }
        };
        self.write("index", line.as_bytes());
    }

    /// An answer about the signer, as [`Folder::index`] knows of it, by who the options say.
    pub fn ocsp(&self, status: &str, options: &str) -> Vec<u8> {
        self.index(status);
        let digest = if options.contains("-sha256") { "-sha256" } else { "-sha1" };
        let options = options.replace("-sha256", "");
        self.must(&format!("ocsp {digest} -issuer root.pem -cert signer.pem -no_nonce -reqout query"));
        self.must(&format!("ocsp -index index -CA root.pem -reqin query {options} -respout answer"));
        self.read("answer")
    }

    /// The authority's list.
    pub fn list(&self, options: &str) -> Vec<u8> {
        self.must(&format!("ca -gencrl -config ca.cnf -crldays 7 {options} -out list.pem"));
        self.must("crl -in list.pem -outform DER -out list");
        self.read("list")
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
        Self::date("now", "%Y-%m-%dT%H:%M:%SZ")
    }

    /// A moment that `date` understands, in UTC and in this form.
    pub fn date(moment: &str, form: &str) -> String {
        let form = format!("+{form}");
        let output = Command::new("date").args(["-u", "-d", moment, &form]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    #[track_caller]
    pub fn must(&self, line: &str) -> Vec<u8> {
        self.run(line).unwrap_or_else(|error| panic!("openssl {line}: {error}"))
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

/// The moment in `Time stamp: Nov 21 08:05:00 2026 GMT`.
fn moment(text: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix("Time stamp: ")).unwrap();
    Folder::date(line, "%Y-%m-%dT%H:%M:%SZ")
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
