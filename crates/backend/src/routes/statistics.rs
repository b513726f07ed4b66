//! `GET /api/statistics/reuse`: figures for everybody, in which nobody can be found.

use axum::Json;
use axum::extract::{Query, State};
use contract::{FEWEST_DOSSIERS, ReuseFigures, ServiceReuse};

use super::services::Language;
use crate::app::App;
use crate::error::Answer;
use crate::store::ReuseTotal;

pub(super) async fn reuse(
    State(app): State<App>,
    Query(query): Query<Language>,
) -> Answer<Json<ReuseFigures>> {
    let totals = app.store(|store| store.reuse_totals()).await?;
    let many = totals.into_iter().filter(|total| total.dossiers.min(total.applicants) >= FEWEST_DOSSIERS);
    let services = many.map(|total| service(&app, total, &query.lang)).collect();
    Ok(Json(ReuseFigures { services, fewest: FEWEST_DOSSIERS }))
}

fn service(app: &App, total: ReuseTotal, language: &str) -> ServiceReuse {
    let ReuseTotal { procedure, dossiers, reuse, .. } = total;
    ServiceReuse {
        title: app.procedures.title(&procedure, &app.clock.now().vietnamese_day(), language),
        procedure,
        dossiers,
        given: reuse.given,
        known: reuse.known,
        proposed: reuse.proposed,
        papers_given: reuse.papers_given,
        papers_known: reuse.papers_known,
        percent: reuse.percent(),
    }
}
