//! Every path of the portal, its link builders, and moving between them.

use leptos::prelude::*;

use crate::browser::{focus, history, page};

/// A screen of the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Search and life events.
    Home,
    /// All services.
    Services,
    /// One service, by its national code.
    Service(String),
    /// The citizen's drafts and dossiers.
    Dossiers,
    /// One dossier and its timeline.
    Dossier(String),
    /// Where the citizen is signed in.
    Sessions,
    /// Whom the citizen has authorised, and by whom they are.
    Mandates,
    /// A page of the form.
    Form(String, String),
    /// Papers to attach.
    Documents(String),
    /// Check your answers.
    Review(String),
    /// Sign.
    Sign(String),
    /// Agree to somebody else's dossier, by what the link ends with.
    Cosign(String),
    /// Pay.
    Pay(String),
    /// Pay what the office has asked for after filing, by its number.
    PayDue(String, u32),
    /// What was submitted.
    Receipt(String),
    /// What the portal knows about the citizen.
    Mine,
    /// The citizen's own store of papers.
    Papers,
    /// What the citizen has paid.
    Payments,
    /// One payment with its electronic receipt, by its order.
    Payment(String),
    /// Why and how to sign in.
    SignIn,
    /// Accessibility statement.
    Accessibility,
    /// Privacy statement.
    Privacy,
    /// How much citizens did not have to give, by service.
    Statistics,
    /// Checking signatures, for anyone who has the files.
    Verify,
    /// Checking an electronic receipt, for anyone who has its code.
    CheckReceipt,
    /// No such page.
    NotFound,
}

impl Route {
    /// Whether money is paid there.
    #[must_use]
    pub const fn is_paying(&self) -> bool {
        matches!(self, Route::Pay(_) | Route::PayDue(..))
    }

    /// The screen of a path.
    #[must_use]
    pub fn parse(path: &str) -> Route {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let own = |part: &str| part.to_owned();
        match *parts.as_slice() {
            [] => Route::Home,
            ["dich-vu"] => Route::Services,
            ["dich-vu", code] => Route::Service(own(code)),
            ["ho-so"] => Route::Dossiers,
            ["ho-so", id] => Route::Dossier(own(id)),
            ["toi", "thiet-bi"] => Route::Sessions,
            ["toi", "uy-quyen"] => Route::Mandates,
            ["ho-so", "cung-ky", link] => Route::Cosign(own(link)),
            ["ho-so", id, "ke-khai", page] => Route::Form(own(id), own(page)),
            ["ho-so", id, "giay-to"] => Route::Documents(own(id)),
            ["ho-so", id, "xem-lai"] => Route::Review(own(id)),
            ["ho-so", id, "ky"] => Route::Sign(own(id)),
            ["ho-so", id, "nop-phi"] => Route::Pay(own(id)),
            ["ho-so", id, "nop-phi", due] => {
                due.parse().map_or(Route::NotFound, |due| Route::PayDue(own(id), due))
            }
            ["ho-so", id, "bien-nhan"] => Route::Receipt(own(id)),
            ["toi", "thong-tin"] => Route::Mine,
            ["toi", "giay-to"] => Route::Papers,
            ["toi", "thanh-toan"] => Route::Payments,
            ["toi", "thanh-toan", order] => Route::Payment(own(order)),
            ["dang-nhap"] => Route::SignIn,
            ["tro-nang"] => Route::Accessibility,
            ["bao-ve-du-lieu"] => Route::Privacy,
            ["so-lieu"] => Route::Statistics,
            ["kiem-tra-chu-ky"] => Route::Verify,
            ["tra-cuu-bien-lai"] => Route::CheckReceipt,
            _ => Route::NotFound,
        }
    }

    /// The path of a screen.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Route::Home | Route::NotFound => "/".to_owned(),
            Route::Services => "/dich-vu".to_owned(),
            Route::Service(code) => ["/dich-vu/", code].concat(),
            Route::Dossiers => "/ho-so".to_owned(),
            Route::Dossier(id) => ["/ho-so/", id].concat(),
            Route::Sessions => "/toi/thiet-bi".to_owned(),
            Route::Mandates => "/toi/uy-quyen".to_owned(),
            Route::Form(id, page) => ["/ho-so/", id, "/ke-khai/", page].concat(),
            Route::Documents(id) => ["/ho-so/", id, "/giay-to"].concat(),
            Route::Review(id) => ["/ho-so/", id, "/xem-lai"].concat(),
            Route::Sign(id) => ["/ho-so/", id, "/ky"].concat(),
            Route::Cosign(link) => ["/ho-so/cung-ky/", link].concat(),
            Route::Pay(id) => ["/ho-so/", id, "/nop-phi"].concat(),
            Route::PayDue(id, due) => ["/ho-so/", id, "/nop-phi/", &due.to_string()].concat(),
            Route::Receipt(id) => ["/ho-so/", id, "/bien-nhan"].concat(),
            Route::Mine => "/toi/thong-tin".to_owned(),
            Route::Papers => "/toi/giay-to".to_owned(),
            Route::Payments => "/toi/thanh-toan".to_owned(),
            Route::Payment(order) => ["/toi/thanh-toan/", order].concat(),
            Route::SignIn => "/dang-nhap".to_owned(),
            Route::Accessibility => "/tro-nang".to_owned(),
            Route::Privacy => "/bao-ve-du-lieu".to_owned(),
            Route::Statistics => "/so-lieu".to_owned(),
            Route::Verify => "/kiem-tra-chu-ky".to_owned(),
            Route::CheckReceipt => "/tra-cuu-bien-lai".to_owned(),
        }
    }

    /// The dossier that this step belongs to, when the screen is one of the six steps.
    #[must_use]
    pub fn step_of(&self) -> Option<&str> {
        match self {
            Route::Form(id, _)
            | Route::Documents(id)
            | Route::Review(id)
            | Route::Sign(id)
            | Route::Pay(id)
            | Route::PayDue(id, _)
            | Route::Receipt(id) => Some(id),
            _ => None,
        }
    }

    /// Whether the part of the portal that brings the form engine draws it.
    #[must_use]
    pub fn has_engine(&self) -> bool {
        self.step_of().is_some() || matches!(self, Route::Cosign(_))
    }
}

/// The sign-in page, coming back to `path` afterwards.
#[must_use]
pub fn sign_in_href(path: &str) -> String {
    ["/dang-nhap?return_to=", path].concat()
}

/// In place of the page in [`Route::Form`]: the first one on which something is missing.
pub const UNANSWERED: &str = "con-thieu";

/// Where the citizen is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// Path of the address bar.
    pub path: String,
    /// Query without its question mark.
    pub query: String,
}

impl Here {
    fn now() -> Here {
        let (path, query) = history::current();
        Here { path, query }
    }

    /// A value of the query. Only short codes and paths of our own travel there, never a citizen's value.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<String> {
        let pair = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pair.into_iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.replace("%2F", "/").replace("%2f", "/"))
    }
}

/// Which routes the running part of the portal draws.
pub type Owns = fn(&Route) -> bool;

#[derive(Clone, Copy)]
struct Place {
    here: RwSignal<Here>,
    owns: Owns,
}

/// Follows the address bar, Back, Forward and links from now on.
pub fn provide_place(owns: Owns) {
    let place = Place { here: RwSignal::new(Here::now()), owns };
    provide_context(place);
    let arrive = move || {
        let here = Here::now();
        if place.here.with_untracked(|old| *old != here) {
            focus::want_heading();
            place.here.set(here);
        }
    };
    history::listen(arrive, move |path, query| {
        let route = Route::parse(path);
        if route == Route::NotFound || !owns(&route) {
            return false;
        }
        let address = if query.is_empty() { path.to_owned() } else { [path, "?", query].concat() };
        move_to(place, &address, false);
        true
    });
}

fn move_to(place: Place, address: &str, is_replacing: bool) {
    let path = address.split('?').next().unwrap_or_default();
    if !(place.owns)(&Route::parse(path)) {
        page::leave(address, is_replacing);
        return;
    }
    history::visit(address, is_replacing);
    focus::want_heading();
    place.here.set(Here::now());
}

/// Where the citizen is, as a signal.
#[must_use]
pub fn use_here() -> Signal<Here> {
    use_context::<Place>().map_or_else(|| Signal::derive(Here::default), |place| place.here.into())
}

/// Something that moves the citizen; taken while a view is built, called later.
#[derive(Clone, Copy)]
pub struct Go(Option<Place>);

impl Go {
    /// To a screen, as a new entry of the history.
    pub fn to(self, route: &Route) {
        self.to_address(&route.href(), false);
    }

    /// To a screen in place of this one: Back does not return here.
    pub fn instead(self, route: &Route) {
        self.to_address(&route.href(), true);
    }

    /// To an address of the portal.
    pub fn to_address(self, address: &str, is_replacing: bool) {
        if let Some(place) = self.0 {
            move_to(place, address, is_replacing);
        }
    }
}

/// The way to move. Take it while building a view: `let go = use_go();`, then `go.to(&Route::Home)`.
#[must_use]
pub fn use_go() -> Go {
    Go(use_context())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Route;

    #[test]
    fn every_screen_is_found_again_by_its_own_link() {
        let id = || "q7-x_9".to_owned();
        let screens = [
            Route::Home,
            Route::Services,
            Route::Service("1.001193".into()),
            Route::Dossiers,
            Route::Dossier(id()),
            Route::Sessions,
            Route::Mandates,
            Route::Payments,
            Route::Payment(id()),
            Route::Form(id(), "child".into()),
            Route::Documents(id()),
            Route::Review(id()),
            Route::Sign(id()),
            Route::Cosign(id()),
            Route::Pay(id()),
            Route::PayDue(id(), 2),
            Route::Receipt(id()),
            Route::SignIn,
            Route::Accessibility,
            Route::Privacy,
            Route::Statistics,
            Route::Verify,
            Route::CheckReceipt,
        ];
        for screen in screens {
            assert_eq!(Route::parse(&screen.href()), screen);
        }
    }

    #[test]
    fn paths_of_the_backend_are_no_screens() {
        for path in ["/auth/login", "/api/session", "/ho-so/x/khac", "/ho-so/x/nop-phi/hai", "/pay/return"] {
            assert_eq!(Route::parse(path), Route::NotFound);
        }
    }
}
