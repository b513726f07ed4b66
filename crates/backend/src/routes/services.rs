//! `GET /api/services`.

use axum::Json;
use axum::extract::{Query, State};
use contract::{ServiceCard, ServiceList};
use eform::Applicant;
use serde::Deserialize;

use crate::app::App;

/// The language that texts are asked for in; Vietnamese when none is named.
#[derive(Deserialize)]
pub(super) struct Language {
    #[serde(default = "vietnamese")]
    pub lang: String,
}

pub(super) fn vietnamese() -> String {
    "vi".to_owned()
}

pub(super) async fn list(State(app): State<App>, Query(query): Query<Language>) -> Json<ServiceList> {
    let today = app.clock.now().vietnamese_day();
    let services = app.procedures.on_offer(&today).map(|procedure| {
        let applicant = match procedure.form.applicant() {
            Applicant::Person => "person",
            Applicant::Enterprise => "enterprise",
        };
        let text = |key: &str| procedure.text(&query.lang, key).unwrap_or_default().to_owned();
        ServiceCard {
            code: procedure.code.clone(),
            title: text("title"),
            summary: text("summary"),
            keywords: text("keywords"),
            events: procedure.events.clone(),
            sector: procedure.sector.clone(),
            level: procedure.level.clone(),
            applicant: applicant.to_owned(),
        }
    });
    Json(ServiceList { services: services.collect() })
}
