//! QUERY: the partner asks what became of an order.

use axum::{Json, body::Bytes, extract::State};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Order, Records, seal};
use crate::{config::Partner, fault::Part, problem::Problem, world::World};

/// `POST`: how the order stands; refusals are codes in an answer with status 200.
pub async fn answer(State(world): State<World>, body: Bytes) -> Result<Json<Value>, Problem> {
    world.answers_again(Part::National).await?;
    let Some(partner) = &world.config().clients.national else { return Err(Problem::unauthorized()) };
    let found = world.change(|ledger, now| ledger.national.look_up(&body, partner, now))?;
    Ok(Json(match found {
        Ok(order) => told(partner, &order),
        Err(code) => seal::refused("QUERY", code),
    }))
}

impl Records {
    fn look_up(
        &mut self,
        body: &[u8],
        partner: &Partner,
        now: OffsetDateTime,
    ) -> Result<Order, &'static str> {
        let message: Value = serde_json::from_slice(body).map_err(|_| seal::MALFORMED)?;
        if message["MaDoiTac"] != partner.id {
            return Err(seal::PARTNER);
        }
        let values = seal::opened(&partner.secret, &message, &seal::QUERY)?;
        let [kind, version, _, reference, created] = values[..] else { return Err(seal::MALFORMED) };
        if (kind, version) != ("QUERY", "1.0.6") {
            return Err(seal::MALFORMED);
        }
        self.expire(reference, now);
        let order = self.orders.get(reference).filter(|order| order.created == created);
        order.cloned().ok_or(seal::UNKNOWN)
    }
}

fn told(partner: &Partner, order: &Order) -> Value {
    let of =
        |read: fn(&super::Outcome) -> &String| order.outcome.as_ref().map(read).cloned().unwrap_or_default();
    json!({
        "LoaiBanTin": "QUERY", "MaLoi": "00", "MoTaLoi": "Thành công", "MaDoiTac": partner.id,
        "MaThamChieu": order.reference, "SoTien": order.amount(), "MaTienTe": "VND",
        "TrangThaiGD": order.status(), "MaGiaoDich": of(|outcome| &outcome.transaction),
        "MaNganHang": of(|outcome| &outcome.bank), "ThoiGianGD": of(|outcome| &outcome.at),
        "ThongTinGiaoDich": order.info,
    })
}
