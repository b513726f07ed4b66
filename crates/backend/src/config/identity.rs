//! What a deployment says about its identity provider and about sessions: addresses, the names of claims, what a level is
//! called there, and how long one stays signed in.
//!
//! How a sign-in goes is in `identity`, what a session is worth in `session`.

use serde::Deserialize;

/// The `OpenID` provider.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    pub redirect_uri: String,
    /// What is asked for; `openid` must be in it.
    #[serde(default = "openid")]
    pub scope: String,
    /// Whether the person is described at the userinfo endpoint and not in the id token.
    #[serde(default)]
    pub userinfo: bool,
    /// How long one answer of the provider may take.
    #[serde(default = "eight")]
    pub timeout_seconds: u64,
    #[serde(default)]
    pub claims: Claims,
    #[serde(default)]
    pub levels: Levels,
}

/// What the provider calls the things we need to know.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// Twelve-digit personal id.
    pub id: String,
    /// Full name in one line; made of the parts when there is no such claim.
    pub name: String,
    /// Parts of the name, when the provider keeps them apart: họ,
    pub family: Option<String>,
    /// chữ đệm,
    pub middle: Option<String>,
    /// tên.
    pub given: Option<String>,
    /// Level of assurance.
    pub level: String,
    /// Date of birth, or the year alone.
    pub birth: String,
    /// Sex.
    pub sex: String,
}

impl Default for Claims {
    fn default() -> Self {
        let [id, name, level, birth, sex] =
            ["so_dinh_danh", "ho_ten", "loa", "ngay_sinh", "gioi_tinh"].map(str::to_owned);
        Self { id, name, family: None, middle: None, given: None, level, birth, sex }
    }
}

/// The provider's words for the levels of electronic identity (Decree 69/2024/NĐ-CP): the first of each is asked for in
/// `acr_values`, any is understood.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Levels {
    /// Level 1.
    #[serde(rename = "LoA1")]
    pub one: Vec<String>,
    /// Level 2.
    #[serde(rename = "LoA2")]
    pub two: Vec<String>,
}

impl Default for Levels {
    fn default() -> Self {
        Self { one: vec!["LoA1".to_owned()], two: vec!["LoA2".to_owned()] }
    }
}

/// How long one stays signed in.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Session {
    /// A session ends after so many minutes without a call,
    pub idle_minutes: i64,
    /// and after so many in any case.
    pub absolute_minutes: i64,
}

impl Default for Session {
    fn default() -> Self {
        Self { idle_minutes: 30, absolute_minutes: 8 * 60 }
    }
}

/// What a citizen must have proved, and how recently, before a dossier of this procedure is signed or submitted.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// The least level.
    #[serde(default)]
    pub level: Option<Level>,
    /// How long ago the citizen may have signed in or confirmed.
    #[serde(default)]
    pub max_age_minutes: Option<i64>,
}

/// A level of electronic identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Level {
    /// Level 1.
    #[serde(rename = "LoA1")]
    One,
    /// Level 2: identified in person.
    #[serde(rename = "LoA2")]
    Two,
}

impl Level {
    /// Our own name for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::One => "LoA1",
            Self::Two => "LoA2",
        }
    }

    /// The level of our own name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::One, Self::Two].into_iter().find(|level| level.as_str() == name)
    }
}

impl Levels {
    /// The level that the provider's word means; none when it is not configured.
    #[must_use]
    pub fn of(&self, word: &str) -> Option<Level> {
        let means = |words: &[String]| words.iter().any(|known| known == word);
        // The higher one first, should a word stand for both by mistake: nobody is refused what they have.
        [(Level::Two, &self.two), (Level::One, &self.one)]
            .into_iter()
            .find_map(|(level, words)| means(words).then_some(level))
    }

    /// What to ask the provider for: levels from `least` on, the highest first (`acr_values`).
    #[must_use]
    pub fn wanted(&self, least: Level) -> String {
        let [one, two] = [&self.one, &self.two].map(|words| words.first().map(String::as_str));
        let one = one.filter(|_| least == Level::One);
        two.into_iter().chain(one).collect::<Vec<_>>().join(" ")
    }
}

impl Identity {
    /// What cannot be right, in one sentence.
    pub(super) fn fault(&self) -> Option<String> {
        let host =
            self.issuer.strip_prefix("http://").map(|rest| rest.split(['/', '?']).next().unwrap_or_default());
        let is_here = |host: &str| {
            let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
            ["127.0.0.1", "localhost", "[::1]"].contains(&name)
        };
        if !self.issuer.starts_with("https://") && !host.is_some_and(is_here) {
            return Some("identity.issuer must be https, except on this machine".to_owned());
        }
        if !self.scope.split(' ').any(|scope| scope == "openid") {
            return Some("identity.scope lacks openid".to_owned());
        }
        let claims = &self.claims;
        if claims.family.is_some() != claims.given.is_some() {
            return Some("identity.claims.family and .given come together".to_owned());
        }
        if self.levels.one.is_empty() && self.levels.two.is_empty() {
            return Some("identity.levels has no word for any level".to_owned());
        }
        None
    }
}

impl Session {
    /// Seconds without a call after which a session ends.
    #[must_use]
    pub const fn idle(self) -> i64 {
        self.idle_minutes * 60
    }

    /// Seconds after which a session ends in any case.
    #[must_use]
    pub const fn absolute(self) -> i64 {
        self.absolute_minutes * 60
    }

    /// What cannot be right, in one sentence.
    pub(super) fn fault(self) -> Option<String> {
        // Five minutes are the warning: a shorter session would begin with it.
        let is_sound = 5 < self.idle_minutes
            && self.idle_minutes <= self.absolute_minutes
            && self.absolute_minutes <= 24 * 60;
        (!is_sound).then(|| "session: idle_minutes must be more than 5 and at most absolute_minutes, which is a day at most".to_owned())
    }
}

fn openid() -> String {
    "openid".to_owned()
}

const fn eight() -> u64 {
    8
}

#[cfg(test)]
mod tests {
    use super::{Level, Levels, Session};

    fn levels() -> Levels {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        Levels { one: words(&["urn:one"]), two: words(&["urn:two", "high"]) }
    }

    #[test]
    fn a_level_is_understood_by_any_of_its_words_and_never_guessed() {
        assert_eq!(levels().of("high"), Some(Level::Two));
        assert_eq!(levels().of("urn:one"), Some(Level::One));
        assert_eq!((levels().of("LoA2"), levels().of("")), (None, None));
    }

    #[test]
    fn the_provider_is_asked_in_its_own_words_for_nothing_less_than_is_needed() {
        assert_eq!(levels().wanted(Level::One), "urn:two urn:one");
        assert_eq!(levels().wanted(Level::Two), "urn:two");
    }

    #[test]
    fn a_session_that_would_end_before_its_warning_is_a_mistake() {
        assert!(Session::default().fault().is_none());
        assert!(Session { idle_minutes: 5, absolute_minutes: 60 }.fault().is_some());
        assert!(Session { idle_minutes: 90, absolute_minutes: 60 }.fault().is_some());
    }
}
