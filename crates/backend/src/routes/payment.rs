//! `POST /api/dossiers/{id}/payment`, `/payment/cancel`, `/payment/ask`, and the browser's return, which is a hint and never a fact.

mod page;

use axum::extract::{FromRequest, Path, RawQuery, Request, State};
use axum::response::Response;
use contract::{Attempt, PaymentChoice, PaymentRedirect};
use dossier::{Effect, Event, Outcome, Payment, Refused, resumable_order};

use super::order::{Order, Running};
use super::received::Body;
use crate::app::App;
use crate::dossiers::{Command, Step, Whole, advance, answer, command, entitled, identity, load, owned};
use crate::error::{Answer, Error};
use crate::jobs::pay::{final_word, is_told, lapses_at, record_verdict};
use crate::payment::{Verdict, Wanted, ask_patiently, national};
use crate::session::Citizen;
use crate::store::{self, Extra, Way};
use crate::web::see;

/// How long an order can be paid.
const ORDER_SECONDS: i64 = 15 * 60;

pub(super) async fn start(order: Order<PaymentChoice>) -> Answer<Response> {
    Box::pin(order.once(open)).await
}

async fn open(running: Running<PaymentChoice>) -> Answer<String> {
    let Running { app, citizen, mut whole, key, value: PaymentChoice { due, provider } } = running;
    // What is paid is submitted without another word; with what the office asks for afterwards nothing is said in anybody's name.
    if due.is_none() {
        identity::confirmed(&app, &citizen, &whole.record)?;
        entitled(&app, &citizen, &whole).await?;
    }
    let expired = expired(&app, &whole, due);
    for order in &expired {
        settle(&app, order).await?;
    }
    if !expired.is_empty() {
        whole = owned(&app, &citizen, &whole.record.id).await?;
    }
    let wish = Wish { app: &app, citizen: &citizen, key: &key, due, provider: provider.as_deref() };
    let (step, order) = wish.to_pay(&whole)?;
    if order.way == Way::None {
        return page::open(&wish, &whole.record.id).await;
    }
    wish.lead(whole, step, order.way).await
}

/// What somebody wants to pay, and with whom.
struct Wish<'a> {
    app: &'a App,
    citizen: &'a Citizen,
    key: &'a Command,
    due: Option<u32>,
    provider: Option<&'a str>,
}

/// Orders for the same that nobody is led to any more and that have no final word yet.
fn expired(app: &App, whole: &Whole, due: Option<u32>) -> Vec<dossier::Order> {
    let now = app.clock.now().rfc3339();
    let current = whole.record.state.snapshot.as_ref().map(|snapshot| snapshot.number);
    let orders = whole.record.state.orders.iter().filter(|order| {
        order.due == due
            && Some(order.snapshot) == current
            && matches!(order.outcome, Outcome::Open | Outcome::Abandoned)
            && order.expires_at <= now
    });
    orders.cloned().collect()
}

impl Wish<'_> {
    /// Takes a step and leads to where the order is paid.
    async fn lead(&self, whole: Whole, step: Step, way: Way) -> Answer<String> {
        let redirect_url = match way {
            Way::Redirect(url) => Some(url),
            Way::Transfer(_) | Way::None => None,
        };
        let reply = |dossier, _: &Whole| PaymentRedirect { redirect_url: redirect_url.clone(), dossier };
        command(self.app, whole, self.key, |whole| self.unless_paid(whole, &step), reply).await
    }

    /// Whoever is led to pay is led to an order that is on record: what is paid already has no other.
    fn unless_paid(&self, whole: &Whole, step: &Step) -> Answer<Step> {
        match whole.record.state.payment_of(self.due) {
            Some(Payment::Paid { .. }) => Err(Refused::MoneyMoved.into()),
            _ => Ok(step.clone()),
        }
    }

    /// The step that opens an order, with what is said in the citizen's name.
    fn to_pay(&self, whole: &Whole) -> Answer<(Step, store::Order)> {
        let (mut step, order) = to_pay(self.app, whole, self.due, self.provider)?;
        if self.due.is_none() {
            step.events.splice(0..0, identity::stand_by(self.app, self.citizen, whole));
        }
        Ok((step, order))
    }
}

/// The open order again, with its own provider, or a new one with the provider that was chosen.
fn to_pay(
    app: &App,
    whole: &Whole,
    due: Option<u32>,
    provider: Option<&str>,
) -> Answer<(Step, store::Order)> {
    let state = &whole.record.state;
    let now = app.clock.now();
    if let Some(open) = resumable_order(state, due, &now.rfc3339()) {
        let stored = whole.orders.iter().find(|stored| stored.reference == open.order);
        let stored = stored.ok_or_else(|| Error::Internal("an order that was never stored".to_owned()))?;
        let event = Event::PaymentStarted {
            order: open.order.clone(),
            amount: open.amount,
            expires_at: open.expires_at.clone(),
            due,
        };
        return Ok((event.into(), stored.clone()));
    }
    let provider = app.payments.chosen(provider)?;
    let amount = match (due, &state.requirements) {
        (Some(number), _) => state.due(number).ok_or(Refused::NothingOwed)?.notice.total,
        (None, None) => return Err(Refused::WrongStage.into()),
        (None, Some(requirements)) if requirements.fee == 0 => return Err(Refused::NothingOwed.into()),
        (None, Some(requirements)) => requirements.fee,
    };
    let order = provider.reference().ok_or_else(Error::no_randomness)?;
    let expires = now.plus(ORDER_SECONDS);
    let wanted = Wanted {
        order: &order,
        dossier: &whole.record.id,
        amount,
        language: &whole.record.language,
        created: now,
        expires,
    };
    let way = provider.way(&wanted).map_err(Error::Internal)?;
    let stored = store::Order {
        reference: order.clone(),
        dossier: whole.record.id.clone(),
        provider: provider.name().to_owned(),
        amount,
        way,
        created_at: now.0,
        transaction: None,
    };
    let event = Event::PaymentStarted { order, amount, expires_at: expires.rfc3339(), due };
    Ok((Step { events: vec![event], extras: vec![Extra::Ordered(stored.clone())] }, stored))
}

pub(super) async fn cancel(order: Order<Attempt>) -> Answer<Response> {
    order.once(give_up).await
}

async fn give_up(running: Running<Attempt>) -> Answer<String> {
    let Running { app, citizen, whole, key, value } = running;
    let order = of_attempt(&whole, value.attempt)?;
    // Money that was taken a moment ago must not be given up.
    settle(&app, &order).await?;
    let whole = owned(&app, &citizen, &whole.record.id).await?;
    let event = Event::PaymentCancelled { order: order.order };
    command(&app, whole, &key, |_| Ok(event.clone().into()), |view, _| view).await
}

/// Somebody says that they have paid: what the provider answers may change something, their word is only kept.
pub(super) async fn ask(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
    request: Request,
) -> Answer<Response> {
    let whole = owned(&app, &citizen, &id).await?;
    let Body { value, .. } = Body::<Attempt>::from_request(request, &app).await?;
    let order = of_attempt(&whole, value.attempt)?;
    let said = Event::PaymentClaimed { order: order.order.clone() };
    match advance(&app, &id, |_| Ok(said.clone().into())).await {
        // Said before, or the provider has told of it before.
        Ok(_) | Err(Error::Refused(_)) => {}
        Err(error) => return Err(error),
    }
    if !is_told(&order) {
        settle(&app, &order).await?;
    }
    answer(&app, &owned(&app, &citizen, &id).await?)
}

fn of_attempt(whole: &Whole, attempt: u32) -> Answer<dossier::Order> {
    let known = whole.record.state.orders.iter().find(|order| order.attempt == attempt);
    known.cloned().ok_or(Error::Refused(Refused::OtherAttempt))
}

/// Asks the provider about an order and records its word. One that has expired and is still open may be at the bank: it is asked
/// about again when its grace is over, and until then nobody pays a second time.
async fn settle(app: &App, order: &dossier::Order) -> Answer<()> {
    let wanted = order.order.clone();
    let Some(stored) = app.store(move |store| store.order(&wanted)).await? else {
        return Err(Error::NotFound);
    };
    let now = app.clock.now();
    let provider = app.payments.of(&stored.provider)?;
    for verdict in
        ask_patiently(provider, &stored, now).await.map_err(|what| Error::Provider("payment", what))?
    {
        let verdict = final_word(order, verdict, now);
        if verdict == Verdict::Open {
            let (id, due) = (stored.dossier.clone(), lapses_at(order, now));
            let effect = Effect::AskProvider { order: order.order.clone() };
            app.store(move |store| store.hasten(&id, &effect, due)).await?;
            app.wake.notify_one();
        }
        record_verdict(app, &stored, verdict).await?;
    }
    Ok(())
}

/// The browser is back: look at the order soon, and show its dossier. No answer of the provider is read from the address
/// except, under its signature, which order it is; the national platform signs nothing there, and the order's name is all that it brings.
pub(super) async fn came_back(State(app): State<App>, RawQuery(query): RawQuery) -> Answer<Response> {
    let notice =
        app.payments.vnpay.as_ref().and_then(|vnpay| vnpay.notice(query.as_deref().unwrap_or_default()));
    let order = match (notice, national_order(query.as_deref().unwrap_or_default())) {
        (Some(notice), _) => app.store(move |store| store.order(&notice.order)).await?,
        (None, Some(named)) => app.store(move |store| store.order(&named)).await?.filter(is_national),
        (None, None) => None,
    };
    let Some(order) = order else { return Ok(see(&app.config.page("/ho-so"))) };
    let whole = load(&app, &order.dossier).await?;
    let orders = &whole.record.state.orders;
    let due = orders.iter().find(|known| known.order == order.reference).and_then(|known| known.due);
    let due = due.map(|number| format!("/{number}")).unwrap_or_default();
    let path = format!("/ho-so/{}/nop-phi{due}", whole.record.id);
    let now = app.clock.now().0;
    let effect = Effect::AskProvider { order: order.reference };
    app.store(move |store| store.want(&whole.record.id, &effect, now)).await?;
    app.wake.notify_one();
    Ok(see(&app.config.page(&path)))
}

/// The order that the national platform's way back names.
fn national_order(query: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "MaThamChieu").map(|(_, order)| order.into_owned())
}

fn is_national(order: &store::Order) -> bool {
    order.provider == national::NAME
}
