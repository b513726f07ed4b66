//! Services grouped by life event, as the home page and the list of services show them. Only what exists.

use contract::ServiceCard;
use leptos::prelude::*;

use crate::i18n::{t, use_locale};
use crate::route::Route;
/// Life events in the order of a life; others follow as they come.
const ORDER: [&str; 4] = ["birth", "family", "residence", "death"];

/// Every event that has services, each with its services. A service stands under its first event only. `is_page`: the
/// events follow the page's heading directly and are headings of the second level.
pub fn view_events(services: &[ServiceCard], is_page: bool) -> AnyView {
    if services.is_empty() {
        return view! { <p class="cd-quiet">{t("services.none")}</p> }.into_any();
    }
    let named: Vec<&str> =
        services.iter().filter_map(|service| service.events.first()).map(String::as_str).collect();
    let mut events: Vec<&str> = Vec::new();
    let known = ORDER.into_iter().filter(|event| named.contains(event));
    for event in known.chain(named.iter().copied()) {
        if !events.contains(&event) {
            events.push(event);
        }
    }
    let of = |event: &str| {
        let own =
            services.iter().filter(|service| service.events.first().is_some_and(|first| first == event));
        view_event(event, own.map(view_service).collect(), is_page)
    };
    let rest: Vec<AnyView> =
        services.iter().filter(|service| service.events.is_empty()).map(view_service).collect();
    let rest = (!rest.is_empty()).then(|| view_event("other", rest, is_page));
    let events: Vec<AnyView> = events.into_iter().map(of).collect();
    view! { <div class="cd-events">{events}{rest}</div> }.into_any()
}

fn view_event(event: &str, services: Vec<AnyView>, is_page: bool) -> AnyView {
    let locale = use_locale();
    let key = ["event.", event].concat();
    let name = move || if locale.has(&key) { locale.text(&key) } else { locale.text("event.other") };
    let heading = if is_page {
        view! { <h2 class="cd-events__name">{name}</h2> }.into_any()
    } else {
        view! { <h3 class="cd-events__name">{name}</h3> }.into_any()
    };
    view! {
        <section class="cd-events__event">
            {heading}
            <ul>{services}</ul>
        </section>
    }
    .into_any()
}

/// One service as a line: its title is the link, its summary says when to use it.
pub fn view_service(service: &ServiceCard) -> AnyView {
    let href = Route::Service(service.code.clone()).href();
    view! {
        <li class="cd-service">
            <a class="cd-service__link" href=href>{service.title.clone()}</a>
            <p class="cd-service__summary">{service.summary.clone()}</p>
        </li>
    }
    .into_any()
}
