//! The procedures on offer: read once at start, compiled, with digests of their exact bytes. A procedure that is not
//! sound stops the start with its issues; a citizen never meets it.

mod catalogues;
mod folder;
mod packed;

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::SignPolicy;
use eform::{Form, InsteadWay};

pub use catalogues::Catalogues;

use crate::config::Config;
use crate::store::VersionRecord;

/// One language of a procedure.
pub struct Texts {
    /// The file, byte for byte.
    pub raw: String,
    pub sha256: String,
    /// By flat key.
    pub by_key: BTreeMap<String, String>,
}

/// One version of one procedure.
pub struct Procedure {
    pub code: String,
    pub version: String,
    /// First and last day on which new dossiers may be opened.
    pub effective: (Option<String>, Option<String>),
    pub events: Vec<String>,
    pub sector: String,
    pub level: String,
    /// The file, byte for byte.
    pub schema: String,
    pub schema_sha256: String,
    pub form: Arc<Form>,
    /// By language.
    pub texts: BTreeMap<String, Texts>,
    /// As this deployment has decided.
    pub sign: SignPolicy,
    /// Its folder is gone or holds another version: for dossiers that were opened with it, not for new ones.
    pub is_past: bool,
}

impl Procedure {
    /// The texts in the language asked for, else in Vietnamese.
    #[must_use]
    pub fn texts(&self, language: &str) -> Option<(&str, &Texts)> {
        self.texts
            .get_key_value(language)
            .or_else(|| self.texts.get_key_value("vi"))
            .map(|(l, t)| (l.as_str(), t))
    }

    /// One text, or nothing when the procedure has none under this key.
    #[must_use]
    pub fn text(&self, language: &str, key: &str) -> Option<&str> {
        self.texts(language).and_then(|(_, texts)| texts.by_key.get(key)).map(String::as_str)
    }

    /// Whether confirming by electronic identity is enough: it is what is asked for, or the law takes it instead of the signature.
    #[must_use]
    pub fn is_confirmable(&self) -> bool {
        match self.sign {
            SignPolicy::None => false,
            SignPolicy::Identity => true,
            SignPolicy::Personal | SignPolicy::Organisation => {
                self.form.signature().instead(InsteadWay::Identity).is_some()
            }
        }
    }

    /// Whether a certificate must sign, a person's or an enterprise's.
    #[must_use]
    pub const fn is_signed(&self) -> bool {
        matches!(self.sign, SignPolicy::Personal | SignPolicy::Organisation)
    }

    /// Whether a print that is signed by hand, scanned, is enough where a signature is asked for.
    #[must_use]
    pub fn takes_paper(&self) -> bool {
        self.is_signed() && self.form.signature().instead(InsteadWay::Paper).is_some()
    }

    fn is_in_force(&self, today: &str) -> bool {
        let (from, to) = &self.effective;
        !self.is_past
            && from.as_deref().is_none_or(|from| from <= today)
            && to.as_deref().is_none_or(|to| today <= to)
    }
}

/// Every version of every procedure that was found.
pub struct Procedures(Vec<Arc<Procedure>>);

impl Procedures {
    /// Reads all procedure folders.
    ///
    /// # Errors
    /// One message naming every file and issue.
    pub fn load(config: &Config, catalogues: &Catalogues) -> Result<Self, String> {
        let mut all: Vec<Arc<Procedure>> = Vec::new();
        let mut wrong = Vec::new();
        for folder in &config.procedures {
            for found in folder::procedures(folder)? {
                match folder::read(&found, &config.procedure, catalogues) {
                    Ok(one)
                        if all.iter().any(|known| known.code == one.code && known.version == one.version) =>
                    {
                        wrong.push(format!(
                            "{}: {} {} is there twice",
                            found.display(),
                            one.code,
                            one.version
                        ));
                    }
                    Ok(one) => all.push(Arc::new(one)),
                    Err(message) => wrong.push(message),
                }
            }
        }
        if let Some(code) = config.procedure.keys().find(|code| !all.iter().any(|known| known.code == **code))
        {
            wrong.push(format!("configuration: there is no procedure {code}"));
        }
        all.sort_by(|one, other| (&one.code, &one.version).cmp(&(&other.code, &other.version)));
        if wrong.is_empty() { Ok(Self(all)) } else { Err(wrong.join("\n")) }
    }

    /// Adds the versions that the store kept and no folder holds any more.
    ///
    /// # Errors
    /// A kept version does not compile with this program.
    pub fn with_past(
        &mut self,
        kept: &[VersionRecord],
        config: &Config,
        lists: &Catalogues,
    ) -> Result<(), String> {
        for one in kept {
            if self.version(&one.code, &one.version).is_none() {
                self.0.push(Arc::new(folder::past(one, &config.procedure, lists)?));
            }
        }
        self.0.sort_by(|one, other| (&one.code, &one.version).cmp(&(&other.code, &other.version)));
        Ok(())
    }

    /// Everything that is there, to be kept.
    #[must_use]
    pub fn records(&self) -> Vec<VersionRecord> {
        let record = |one: &Arc<Procedure>| VersionRecord {
            code: one.code.clone(),
            version: one.version.clone(),
            schema: one.schema.clone(),
            texts: one.texts.iter().map(|(language, texts)| (language.clone(), texts.raw.clone())).collect(),
        };
        self.0.iter().map(record).collect()
    }

    /// The version that new dossiers are opened with today.
    #[must_use]
    pub fn current(&self, code: &str, today: &str) -> Option<&Arc<Procedure>> {
        self.0.iter().rfind(|known| known.code == code && known.is_in_force(today))
    }

    /// The title of a service today, or its code when it is not offered any more.
    #[must_use]
    pub fn title(&self, code: &str, today: &str, language: &str) -> String {
        let current = self.current(code, today);
        current.and_then(|current| current.text(language, "title")).unwrap_or(code).to_owned()
    }

    /// The version that a draft of this one moves to: there is one in force, and this is not.
    #[must_use]
    pub fn newer(&self, code: &str, version: &str, today: &str) -> Option<&Arc<Procedure>> {
        let pinned = self.version(code, version)?;
        self.current(code, today).filter(|current| !pinned.is_in_force(today) && current.version != version)
    }

    /// The forms that a draft goes along from one version to another.
    #[must_use]
    pub fn route(&self, from: &Procedure, to: &Procedure) -> Vec<Arc<Form>> {
        let forms: Vec<Arc<Form>> =
            self.0.iter().filter(|one| one.code == to.code).map(|one| one.form.clone()).collect();
        eform::migrate::route(&forms, &from.version, &to.form)
    }

    /// One version.
    #[must_use]
    pub fn version(&self, code: &str, version: &str) -> Option<&Arc<Procedure>> {
        self.0.iter().find(|known| known.code == code && known.version == version)
    }

    /// What is on offer today; schemas that belong to no life event (the gallery of fields) are no services.
    pub fn on_offer<'a>(&'a self, today: &'a str) -> impl Iterator<Item = &'a Arc<Procedure>> {
        self.0.iter().filter(move |one| {
            !one.events.is_empty()
                && self.current(&one.code, today).is_some_and(|current| Arc::ptr_eq(current, one))
        })
    }
}
