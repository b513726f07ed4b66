//! One of the gateways beside the signing service, and how a citizen signs there.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::citizen::Citizen;
use crate::world::{Answer, World};

/// A gateway.
pub struct Gateway {
    /// Its id in the configuration, and in the sandbox's control.
    pub id: &'static str,
    /// What citizens know it as.
    pub name: &'static str,
    /// Its trusted authorities, in the world's folder.
    pub roots: &'static str,
    /// Its address below the sandbox's.
    base: &'static str,
    /// Further lines of its configuration.
    more: &'static str,
    /// Where the sandbox keeps its transactions.
    records: &'static str,
}

pub const SMARTCA: Gateway = Gateway {
    id: "smartca",
    name: "SmartCA",
    roots: "sandbox/smartca-roots.pem",
    base: "sca/sp769",
    more: "",
    records: "gateway",
};

pub const ESIGN: Gateway = Gateway {
    id: "esign",
    name: "Cổng eSign",
    roots: "sandbox/esign-roots.pem",
    base: "esign",
    more: "authorities = [\"VNPT-CA\", \"Viettel-CA\"]\n",
    records: "esign",
};

impl Gateway {
    /// A world with the signing service and this gateway, in this order.
    pub async fn begin(&self) -> World {
        let Self { id, name, roots, base, more, .. } = self;
        let client = format!(
            "[clients.{id}]\nid = \"congdan\"\nsecret = \"s\"\nwebhook = \"{{portal}}/hooks/signing/{id}\"\n\
             webhook_secret = \"call back\"\n"
        );
        World::begin(&client, |config, sandbox, folder| {
            let gateway = format!(
                "[[signing]]\nid = \"{id}\"\napi = \"{id}\"\nname = \"{name}\"\nbase = \"{sandbox}/{base}\"\n\
                 client_id = \"congdan\"\nclient_secret = \"s\"\nroots = \"{folder}/{roots}\"\n{more}\
                 webhook_secret = \"call back\"\n[payment.vnpay]\n"
            );
            config.replace("[signing]", "[[signing]]").replace("[payment.vnpay]\n", &gateway)
        })
        .await
    }

    /// Why each certificate here cannot be used, in its order.
    pub fn reasons(&self, list: &Value) -> Vec<Value> {
        let all = list["credentials"].as_array().unwrap().iter();
        all.filter(|one| one["provider"] == self.id).map(|one| one["unusable"].clone()).collect()
    }

    pub async fn prepared(&self, citizen: &Citizen<'_>, id: &str) -> Value {
        let list = listed(citizen, id).await;
        let usable = |one: &&Value| one["provider"] == self.id && one["unusable"].is_null();
        let first = list["credentials"].as_array().unwrap().iter().find(usable).unwrap();
        self.prepared_with(citizen, id, &first["id"]).await
    }

    pub async fn prepared_with(&self, citizen: &Citizen<'_>, id: &str, credential: &Value) -> Value {
        let attempts = citizen.dossier(id).await["state"]["signing_attempts"].clone();
        let path = format!("/api/dossiers/{id}/signing");
        citizen.done(&path, &format!("there: prepare {attempts}"), &json!({ "credential": credential })).await
    }

    /// Lets the request go to the gateway.
    pub async fn confirmed(&self, citizen: &Citizen<'_>, id: &str) -> Answer {
        let prepared = self.prepared(citizen, id).await;
        self.let_go(citizen, id, &prepared).await
    }

    pub async fn let_go(&self, citizen: &Citizen<'_>, id: &str, prepared: &Value) -> Answer {
        let body = json!({ "attempt": prepared["attempt"], "requested_hash": prepared["requested_hash"] });
        let path = format!("/api/dossiers/{id}/signing/confirm");
        citizen.post(&path, &format!("there: confirm {}", prepared["attempt"]), &body).await
    }

    /// The names under which the gateway was asked, in their order.
    pub fn transactions(&self, world: &World) -> Vec<String> {
        let ledger = std::fs::read(world.path("sandbox/ledger.json")).unwrap();
        let ledger: Value = serde_json::from_slice(&ledger).unwrap();
        let all = ledger["signing"][self.records]["transactions"].as_object().unwrap().values();
        let mut all: Vec<_> = all
            .map(|one| (one["asked_at"].as_i64().unwrap(), one["name"].as_str().unwrap().to_owned()))
            .collect();
        all.sort();
        all.into_iter().map(|(_, name)| name).collect()
    }

    pub async fn call_back(&self, world: &World, secret: &str, body: &Value) -> Answer {
        let request = Request::post(format!("/hooks/signing/{}", self.id))
            .header(header::AUTHORIZATION, format!("Bearer {secret}"))
            .header(header::CONTENT_TYPE, "application/json");
        world.send(request.body(Body::from(body.to_string())).unwrap()).await
    }
}

pub async fn listed(citizen: &Citizen<'_>, id: &str) -> Value {
    let answer = citizen.get(&format!("/api/dossiers/{id}/credentials")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

pub async fn signing(citizen: &Citizen<'_>, id: &str) -> Value {
    citizen.dossier(id).await["state"]["signing"].clone()
}

/// What a gateway would say when a transaction has ended well.
pub fn news(transaction: &str) -> Value {
    let signed = json!([{ "doc_id": "x", "signature_value": "AAAA", "timestamp_signature": null }]);
    json!({ "sp_id": "congdan", "status_code": 200, "message": "SUCCESS", "transaction_id": transaction, "signed_files": signed })
}
