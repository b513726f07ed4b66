//! The configuration files of backend and sandbox for one run: addresses, folders, and secrets made up for this run. Each text is
//! everything the process knows about the other, so swapping the sandbox for real providers is a matter of these lines.

use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

/// What one run of backend and sandbox needs to know.
pub struct Settings {
    /// The port of the portal on localhost.
    pub port: u16,
    /// The port of the sandbox on 127.0.0.1: another host name, so that cookies do not reach over.
    pub sandbox_port: u16,
    /// The built portal.
    pub dist: PathBuf,
    /// The folder for databases, files, logs and these configuration files.
    pub data: PathBuf,
    /// Folders with procedures, ours first.
    pub procedures: Vec<PathBuf>,
    /// Where the clock of both begins (RFC 3339); the real time when absent.
    pub start: Option<String>,
    /// The port of a static host on localhost that has the portal's pages, when the backend does not serve them itself.
    pub pages_port: Option<u16>,
    /// Seed of the sandbox's small mishaps; none when absent.
    pub chaos: Option<String>,
    /// Whether they lose answers as well.
    pub chaos_loses: bool,
}

/// The account that fees are transferred to: a bank and an account that do not exist. `public/config.json` tells the browser the same.
const BIN: &str = "970999";
const ACCOUNT: &str = "0011002233445";
const OWNER: &str = "TRUNG TAM HANH CHINH CONG (THU NGHIEM)";

/// What backend and sandbox must agree on without telling anybody else.
pub struct Secrets {
    identity: String,
    register: String,
    signing: String,
    smartca: String,
    smartca_webhook: String,
    esign: String,
    esign_webhook: String,
    payment: String,
    national: String,
    bank: String,
    bank_hmac: String,
    desk: String,
    desk_hmac: String,
    control: String,
}

impl Secrets {
    /// New ones. They guard a sandbox on the loopback interface, nothing more.
    pub fn random() -> Self {
        Self {
            identity: word(),
            register: word(),
            signing: word(),
            smartca: word(),
            smartca_webhook: word(),
            esign: word(),
            esign_webhook: word(),
            payment: word(),
            national: word(),
            bank: word(),
            bank_hmac: word(),
            desk: word(),
            desk_hmac: word(),
            control: word(),
        }
    }
}

impl Settings {
    /// Where the pages are, when they have an origin of their own.
    pub fn pages_url(&self) -> Option<String> {
        self.pages_port.map(|port| format!("http://localhost:{port}"))
    }

    /// Where citizens go, or only the backend when the pages are elsewhere.
    pub fn portal_url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Where the counterparties are.
    pub fn sandbox_url(&self) -> String {
        format!("http://{}", self.sandbox_address())
    }

    /// The sandbox's address without a scheme.
    pub fn sandbox_address(&self) -> String {
        format!("127.0.0.1:{}", self.sandbox_port)
    }

    /// The certificates of the signing service that the backend trusts; fetched from the sandbox.
    pub fn roots(&self) -> PathBuf {
        self.data.join("signing-roots.pem")
    }

    /// Those behind a signing gateway (`smartca`, `esign`).
    pub fn gateway_roots(&self, gateway: &str) -> PathBuf {
        self.data.join(format!("{gateway}-roots.pem"))
    }

    /// The roots of time-stamps that the backend trusts; fetched from the sandbox.
    pub fn stamp_roots(&self) -> PathBuf {
        self.data.join("stamp-roots.pem")
    }

    /// Where the sandbox's virus scanner listens, on systems whose sockets have names; names are at most 107 bytes long.
    fn scanner(&self) -> Option<String> {
        let socket = self.data.join("clamd.sock");
        let is_short = socket.as_os_str().len() <= 107;
        (cfg!(unix) && is_short).then(|| quoted(&format!("unix:{}", socket.display())))
    }

    /// The backend's configuration file.
    pub fn backend(&self, secrets: &Secrets) -> String {
        let (portal, sandbox) = (self.portal_url(), self.sandbox_url());
        let folders: Vec<String> = self.procedures.iter().map(|folder| path(folder)).collect();
        let pages = self.pages_url().map(|url| quoted(&url));
        let mut top = vec![
            ("listen", quoted(&format!("127.0.0.1:{}", self.port))),
            ("public_url", quoted(&portal)),
            ("dist", path(&self.dist)),
            ("data", path(&self.data.join("backend"))),
            ("procedures", format!("[{}]", folders.join(", "))),
            ("portal_url", pages.clone().unwrap_or_else(|| quoted(&portal))),
            ("allowed_origins", format!("[{}]", pages.unwrap_or_default())),
            ("clock", quoted("steerable")),
            ("control_secret", quoted(&secrets.control)),
        ];
        top.extend(self.scanner().map(|address| ("scanner", address)));
        let tables = [
            ("identity", "issuer", format!("{sandbox}/identity")),
            ("identity", "client_id", "congdan".into()),
            ("identity", "client_secret", secrets.identity.clone()),
            ("identity", "redirect_uri", format!("{portal}/auth/callback")),
            ("register", "base", format!("{sandbox}/platform")),
            ("register", "token", secrets.register.clone()),
            ("stamp", "url", format!("{sandbox}/tsa")),
            ("stamp", "roots", self.stamp_roots().to_string_lossy().into_owned()),
            ("payment.vnpay", "base", format!("{sandbox}/vnpay/paymentv2/vpcpay.html")),
            ("payment.vnpay", "query", format!("{sandbox}/vnpay/merchant_webapi/api/transaction")),
            ("payment.vnpay", "tmn_code", "CONGDAN1".into()),
            ("payment.vnpay", "secret", secrets.payment.clone()),
            ("payment.vietqr", "base", format!("{sandbox}/bank/v1")),
            ("payment.vietqr", "token", secrets.bank.clone()),
            ("payment.vietqr", "hmac_secret", secrets.bank_hmac.clone()),
            ("payment.vietqr", "bin", BIN.into()),
            ("payment.vietqr", "account", ACCOUNT.into()),
            ("payment.national", "init", format!("{sandbox}/national/init")),
            ("payment.national", "query", format!("{sandbox}/national/query")),
            ("payment.national", "partner", "CONGDAN".into()),
            ("payment.national", "secret", secrets.national.clone()),
            ("payment.national", "unit", "H26".into()),
            ("payment.national", "unit_name", OWNER.into()),
            ("payment.national", "account", ACCOUNT.into()),
            ("payment.national", "bank", BIN.into()),
            ("payment.national", "account_name", OWNER.into()),
            ("desk", "base", format!("{sandbox}/desk/v1")),
            ("desk", "token", secrets.desk.clone()),
            ("desk", "hmac_secret", secrets.desk_hmac.clone()),
        ];
        let signing = [
            ("id", "csc".into()),
            ("base", format!("{sandbox}/csc/v2")),
            ("client_id", "congdan".into()),
            ("client_secret", secrets.signing.clone()),
            ("roots", self.roots().to_string_lossy().into_owned()),
        ];
        let gateway = |id: &str, name: &str, base: &str, secret: &str, webhook: &str| {
            let keys = [
                ("id", id.to_owned()),
                ("api", id.to_owned()),
                ("name", name.to_owned()),
                ("base", format!("{sandbox}/{base}")),
                ("client_id", "congdan".into()),
                ("client_secret", secret.to_owned()),
                ("roots", self.gateway_roots(id).to_string_lossy().into_owned()),
                ("webhook_secret", webhook.to_owned()),
            ];
            listed("signing", &keys)
        };
        // Births are signed; for copies, which are not, one confirms who one is, at most ten minutes before.
        file(&top, "", &tables)
            + &listed("signing", &signing)
            + &gateway("smartca", "SmartCA", "sca/sp769", &secrets.smartca, &secrets.smartca_webhook)
            + &gateway("esign", "eSign", "esign", &secrets.esign, &secrets.esign_webhook)
            // The authorities behind it, each asked by its name.
            + "authorities = [\"VNPT-CA\", \"Viettel-CA\"]\n"
            + &format!("\n[revocation]\norigins = [{}]\n", quoted(&sandbox))
            + "\n[procedure.\"1.001193\"]\nsign = \"personal\"\n"
            + "\n[procedure.\"2.000635\"]\nconfirm = { level = \"LoA2\", max_age_minutes = 10 }\n"
    }

    /// The sandbox's configuration file.
    pub fn sandbox(&self, secrets: &Secrets) -> String {
        let portal = self.portal_url();
        let mut top = vec![
            ("listen", quoted(&self.sandbox_address())),
            ("data", path(&self.data.join("sandbox"))),
            ("portal", quoted(&portal)),
            ("clock_follower", quoted(&format!("{portal}/control/clock"))),
            ("control_secret", quoted(&secrets.control)),
            ("seed", "1".into()),
        ];
        top.extend(self.pages_url().map(|url| ("portal_pages", quoted(&url))));
        top.extend(self.scanner().map(|address| ("scanner", address)));
        top.extend(self.start.iter().map(|start| ("start", quoted(start))));
        top.extend(self.chaos.clone().map(|seed| ("chaos", seed)));
        top.extend(self.chaos_loses.then(|| ("chaos_loses", "true".to_owned())));
        let tables = [
            ("identity", "id", "congdan".into()),
            ("identity", "secret", secrets.identity.clone()),
            ("identity", "redirect_uri", format!("{portal}/auth/callback")),
            ("register", "token", secrets.register.clone()),
            ("signing", "id", "congdan".into()),
            ("signing", "secret", secrets.signing.clone()),
            ("smartca", "id", "congdan".into()),
            ("smartca", "secret", secrets.smartca.clone()),
            ("smartca", "webhook", format!("{portal}/hooks/signing/smartca")),
            ("smartca", "webhook_secret", secrets.smartca_webhook.clone()),
            ("esign", "id", "congdan".into()),
            ("esign", "secret", secrets.esign.clone()),
            ("esign", "webhook", format!("{portal}/hooks/signing/esign")),
            ("esign", "webhook_secret", secrets.esign_webhook.clone()),
            ("payment", "tmn_code", "CONGDAN1".into()),
            ("payment", "secret", secrets.payment.clone()),
            ("payment", "ipn", format!("{portal}/hooks/vnpay/ipn")),
            ("national", "id", "CONGDAN".into()),
            ("national", "secret", secrets.national.clone()),
            ("bank", "bin", BIN.into()),
            ("bank", "account", ACCOUNT.into()),
            ("bank", "name", OWNER.into()),
            ("bank", "token", secrets.bank.clone()),
            ("bank", "hmac_secret", secrets.bank_hmac.clone()),
            ("bank", "advice", format!("{portal}/hooks/vietqr/credit")),
            ("desk", "token", secrets.desk.clone()),
            ("desk", "hmac_secret", secrets.desk_hmac.clone()),
        ];
        file(&top, "clients.", &tables)
    }
}

/// The text of a configuration file: keys with TOML values, then tables of strings.
fn file(top: &[(&str, String)], prefix: &str, tables: &[(&str, &str, String)]) -> String {
    let mut lines = vec!["# Written by `cargo xtask` for this run; the secrets are made up.".to_owned()];
    lines.extend(top.iter().map(|(key, value)| format!("{key} = {value}")));
    let mut current = "";
    for (table, key, value) in tables {
        if *table != current {
            lines.push(format!("\n[{prefix}{table}]"));
            current = table;
        }
        lines.push(format!("{key} = {}", quoted(value)));
    }
    lines.join("\n") + "\n"
}

/// One of several tables with the same name.
fn listed(table: &str, keys: &[(&str, String)]) -> String {
    let lines: Vec<_> = keys.iter().map(|(key, value)| format!("{key} = {}\n", quoted(value))).collect();
    format!("\n[[{table}]]\n{}", lines.concat())
}

fn path(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut made = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => made.extend(['\\', character]),
            control if control.is_control() => made.extend(format!("\\u{:04X}", u32::from(control)).chars()),
            plain => made.push(plain),
        }
    }
    made.push('"');
    made
}

/// 128 random bits as hex: the hasher's keys come from the operating system.
fn word() -> String {
    let half = || RandomState::new().hash_one("congdan");
    format!("{:016x}{:016x}", half(), half())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            port: 8080,
            sandbox_port: 8081,
            dist: "dist".into(),
            data: "a \"b\"".into(),
            procedures: vec!["procedures".into(), "more".into()],
            start: None,
            pages_port: None,
            chaos: None,
            chaos_loses: false,
        }
    }

    #[test]
    fn both_sides_are_told_the_same_secrets_and_only_made_up_ones() {
        let secrets = Secrets::random();
        let (backend, sandbox) = (settings().backend(&secrets), settings().sandbox(&secrets));
        for secret in [
            &secrets.identity,
            &secrets.register,
            &secrets.signing,
            &secrets.smartca,
            &secrets.smartca_webhook,
            &secrets.esign,
            &secrets.esign_webhook,
            &secrets.payment,
            &secrets.national,
            &secrets.bank,
            &secrets.bank_hmac,
            &secrets.desk,
            &secrets.control,
        ] {
            assert!(backend.contains(secret.as_str()) && sandbox.contains(secret.as_str()));
        }
        assert!(!backend.contains(&Secrets::random().identity));
    }

    #[test]
    fn top_level_keys_come_before_the_first_table() {
        let text = settings().backend(&Secrets::random());
        assert!(text.find("control_secret") < text.find("[identity]"));
        assert!(text.contains("procedures = [\"procedures\", \"more\"]"));
    }

    #[test]
    fn pages_on_another_origin_and_another_time_are_said_only_when_they_are_wanted() {
        let plain = settings();
        let (backend, sandbox) = (plain.backend(&Secrets::random()), plain.sandbox(&Secrets::random()));
        assert!(backend.contains("allowed_origins = []"));
        assert!(!sandbox.contains("portal_pages") && !sandbox.contains("start"));
        let wanted = Settings { pages_port: Some(8090), start: Some("2026-11-21T01:00:00Z".into()), ..plain };
        assert!(wanted.backend(&Secrets::random()).contains("allowed_origins = [\"http://localhost:8090\"]"));
        let sandbox = wanted.sandbox(&Secrets::random());
        assert!(!sandbox.contains("chaos"));
        let rough = Settings { chaos: Some("7".into()), ..settings() }.sandbox(&Secrets::random());
        assert!(rough.contains("\nchaos = 7\n"), "{rough}");
        assert!(sandbox.contains("portal_pages = \"http://localhost:8090\""));
        assert!(sandbox.contains("start = \"2026-11-21T01:00:00Z\""));
    }

    #[test]
    fn a_folder_with_quotes_in_its_name_stays_one_string() {
        assert_eq!(quoted("a \"b\"\\\n"), r#""a \"b\"\\\u000A""#);
    }
}
