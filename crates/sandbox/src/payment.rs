//! The payment gateway.
use crate::world::World;
use axum::Router;
use serde::{Deserialize, Serialize};
/// What the gateway remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {}
impl Records {
    pub fn waiting(&self) -> usize {
        0
    }
}
pub fn routes() -> Router<World> {
    Router::new()
}
pub async fn send_due(_: &World) {}
pub async fn send_all(_: &World) -> (usize, usize) {
    (0, 0)
}
