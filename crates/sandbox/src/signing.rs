//! The remote signing service.
use crate::world::World;
use axum::Router;
use serde::{Deserialize, Serialize};
/// What the signing service remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {}
/// Routes.
pub fn routes() -> Router<World> {
    Router::new().route(
        "/csc/roots.pem",
        axum::routing::get(async |axum::extract::State(w): axum::extract::State<World>| {
            w.vault().roots_pem()
        }),
    )
}
