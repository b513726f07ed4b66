//! What the officer does about fees: asks for one, replaces it, takes it back, or is paid at the counter.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;

use super::{FROM_PAYMENT, Item, Notice, Over, Standing};
use crate::{
    clock,
    desk::{
        Dossier, Event,
        officer::{Refused, promised, pushed},
        page, status,
    },
    world::World,
};

/// What the officer filled in. `over` with `how` ends a notice; without it one is asked for.
#[derive(Deserialize)]
pub struct Act {
    over: Option<String>,
    #[serde(default)]
    how: String,
    #[serde(default)]
    replaces: String,
    #[serde(default)]
    item_1: String,
    #[serde(default)]
    amount_1: String,
    #[serde(default)]
    item_2: String,
    #[serde(default)]
    amount_2: String,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    clock: String,
    /// `online`, `counter`, `result` or `result-online`.
    #[serde(default)]
    way: String,
}

/// `POST /desk/dossiers/{code}/dues`.
pub async fn act(State(world): State<World>, Path(code): Path<String>, Form(act): Form<Act>) -> Response {
    let done = world.change(|ledger, now| {
        ledger.desk.dossiers.get_mut(&code).map(|dossier| match &act.over {
            Some(id) => dossier.end(id, &act.how, now),
            None => dossier.ask(&act, now),
        })
    });
    match done {
        Ok(Some(Ok(()))) => pushed(&world, &code).await,
        Ok(Some(Err(refused))) => page::refused(&code, refused).into_response(),
        Ok(None) => page::unknown().into_response(),
        Err(problem) => problem.into_response(),
    }
}

impl Act {
    /// The lines that were filled in; an amount may be written with dots.
    fn items(&self) -> Result<Vec<Item>, Refused> {
        let lines = [(&self.item_1, &self.amount_1), (&self.item_2, &self.amount_2)];
        let filled =
            lines.iter().filter(|(name, amount)| !name.trim().is_empty() || !amount.trim().is_empty());
        filled
            .map(|(name, amount)| {
                let amount = amount.trim().replace('.', "").parse().map_err(|_| Refused::Items)?;
                let name = name.trim().to_owned();
                if name.is_empty() || amount == 0 { Err(Refused::Items) } else { Ok(Item { name, amount }) }
            })
            .collect()
    }
}

impl Dossier {
    /// Whether the officer may ask for a fee now.
    pub(super) fn may_ask(&self) -> bool {
        matches!(self.status(), 2 | 4 | 6 | 9)
    }

    /// Whether a notice can still be ended.
    fn asked(&self, id: &str) -> Result<(), Refused> {
        let notice = self.notices().find(|notice| notice.id == id).ok_or(Refused::Notice)?;
        match self.standing(notice) {
            Standing::Asked => Ok(()),
            _ => Err(Refused::Notice),
        }
    }

    fn ask(&mut self, act: &Act, now: OffsetDateTime) -> Result<(), Refused> {
        let on_result = act.way.starts_with("result");
        if !self.may_ask() || (self.status() == status::DONE && !on_result) {
            return Err(Refused::Move);
        }
        let replaces = Some(act.replaces.trim()).filter(|id| !id.is_empty());
        if let Some(id) = replaces {
            self.asked(id)?;
        }
        let items = act.items()?;
        let total = items.iter().try_fold(0_u64, |sum, item| sum.checked_add(item.amount));
        let total = total.filter(|total| *total > 0).ok_or(Refused::Items)?;
        let until = match act.until.trim() {
            "" => None,
            text => Some(promised(text, now).ok_or(Refused::Until)?),
        };
        let notice = Notice {
            id: format!("{}.TB{}", self.code, self.notices().count() + 1),
            items,
            total,
            basis: act.basis.trim().to_owned(),
            until,
            clock: if act.clock == FROM_PAYMENT { FROM_PAYMENT } else { "runs" }.to_owned(),
            online: act.way.ends_with("online"),
            on_result,
            replaces: replaces.map(str::to_owned),
        };
        let status = if on_result { self.status() } else { status::OWES };
        self.say(status, Some(notice), None, now);
        Ok(())
    }

    fn end(&mut self, id: &str, how: &str, now: OffsetDateTime) -> Result<(), Refused> {
        self.asked(id)?;
        let how = if how == "collected" { "collected" } else { "withdrawn" };
        let over = Over { id: id.to_owned(), how: how.to_owned() };
        self.say(self.status(), None, Some(over), now);
        if self.status() == status::OWES && !self.waits_for_money() {
            // Nothing keeps the dossier any more.
            if let Some(event) = self.events.last_mut() {
                event.status = status::AT_WORK;
            }
        }
        Ok(())
    }

    fn say(&mut self, status: u8, notice: Option<Notice>, over: Option<Over>, now: OffsetDateTime) {
        self.events.push(Event {
            sequence: self.events.last().map_or(1, |event| event.sequence + 1),
            status,
            at: clock::rfc3339(now),
            actor: "Cán bộ một cửa".to_owned(),
            notice,
            over,
            ..Event::default()
        });
    }
}
