//! What providers send from server to server: VNPAY's notification, the national platform's confirmation, the bank's credit advices, the desk's status changes, and that a phone
//! has answered. Each proves itself by its signature or secret; each may come early, twice, late, or in another order.

use axum::Json;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{StatusCode, header};
use dossier::{BusinessEvent, Effect, Event, Refused, Signing};
use eform::CivilDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::received::{raw, sealed_by_desk};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{advance, load};
use crate::error::{Answer, Error, incident};
use crate::jobs::pay::{is_told, record_verdict, says_nothing_new};
use crate::payment::{Notice, Verdict, national, vietqr, vnpay};
use crate::signing;
use crate::store::Order;

pub(super) async fn payment(State(app): State<App>, RawQuery(query): RawQuery) -> Json<Value> {
    let notice =
        app.payments.vnpay.as_ref().and_then(|vnpay| vnpay.notice(query.as_deref().unwrap_or_default()));
    let (code, message) = match notice {
        None => ("97", "Invalid signature"),
        Some(notice) => match take(&app, vnpay::NAME, notice).await {
            Ok(Taken::Confirmed) => ("00", "Confirm Success"),
            Ok(Taken::Already) => ("02", "Order already confirmed"),
            Ok(Taken::NotFound) => ("01", "Order not found"),
            Ok(Taken::AmountDiffers) => ("04", "Invalid amount"),
            Err(error) => {
                // Writes the incident; the gateway is told to try again.
                let _ = error.problem();
                ("99", "Unknown error")
            }
        },
    };
    Json(json!({ "RspCode": code, "Message": message }))
}

/// What became of a notice.
enum Taken {
    Confirmed,
    Already,
    NotFound,
    AmountDiffers,
}

/// The national platform's word. It repeats what is not answered 00; what we have to ask about is taken.
pub(super) async fn confirmed(State(app): State<App>, request: Request) -> Answer<Json<Value>> {
    let Some(platform) = &app.payments.national else { return Err(Error::NotFound) };
    let body = raw(request, &app).await?;
    let (code, about) = match platform.notice(&body) {
        None => ("97", "Invalid MaXacThuc"),
        Some(notice) => match take(&app, national::NAME, notice).await {
            Ok(Taken::Confirmed | Taken::Already | Taken::AmountDiffers) => ("00", "Success"),
            Ok(Taken::NotFound) => ("01", "Order not found"),
            Err(error) => {
                // Writes the incident; the platform is told to try again.
                let _ = error.problem();
                ("99", "Unknown error")
            }
        },
    };
    // It is answered with what names the message, once that is known to be the platform's.
    let told: Value = serde_json::from_slice(&body).unwrap_or_default();
    let named = ["MaDoiTac", "MaThamChieu", "ThoiGianGD", "MaXacThuc"].map(|name| (name, told[name].clone()));
    let mut answer = json!({ "MaLoi": code, "MoTaLoi": about });
    for (name, value) in named.into_iter().filter(|_| code != "97") {
        answer[name] = value;
    }
    Ok(Json(answer))
}

async fn take(app: &App, provider: &str, notice: Notice) -> Answer<Taken> {
    let wanted = notice.order.clone();
    let order = app.store(move |store| store.order(&wanted)).await?;
    let Some(order) = order.filter(|order| order.provider == provider) else {
        if matches!(notice.verdict, Verdict::Paid { .. }) {
            incident(&format!(
                "payment: money was taken for order {}, which nobody opened here",
                notice.order
            ));
        }
        return Ok(Taken::NotFound);
    };
    if order.amount != notice.amount {
        if matches!(notice.verdict, Verdict::Paid { .. }) {
            incident(&format!(
                "payment: a notice about order {} names other money than was ordered",
                order.reference
            ));
            ask_again(app, order).await?;
        }
        return Ok(Taken::AmountDiffers);
    }
    if matches!(notice.verdict, Verdict::Unsettled { .. }) {
        ask_again(app, order).await?;
        return Ok(Taken::Confirmed);
    }
    let whole = load(app, &order.dossier).await?;
    let known = whole.record.state.orders.iter().find(|known| known.order == order.reference);
    if known.is_some_and(|known| says_nothing_new(known, &notice.verdict)) {
        return Ok(Taken::Already);
    }
    Ok(match record_verdict(app, &order, notice.verdict).await? {
        None => Taken::Confirmed,
        Some(Refused::AlreadyDone) => Taken::Already,
        Some(Refused::AmountDiffers) => Taken::AmountDiffers,
        Some(_) => Taken::NotFound,
    })
}

/// The provider is asked for a second word, which is the one that is recorded: whether other money than what was ordered has come decides
/// what goes back to the citizen.
async fn ask_again(app: &App, order: Order) -> Answer<()> {
    let now = app.clock.now().0;
    let effect = Effect::AskProvider { order: order.reference };
    app.store(move |store| store.want(&order.dossier, &effect, now)).await?;
    app.wake.notify_one();
    Ok(())
}

/// Money came to our account. Anything but the fee of an order that has taken none yet is recorded on the bank's second word only.
pub(super) async fn credit(State(app): State<App>, request: Request) -> Answer<StatusCode> {
    let Some(bank) = &app.payments.vietqr else { return Err(Error::NotFound) };
    let mac = request.headers().get("x-bank-signature").and_then(|value| value.to_str().ok());
    let mac = mac.unwrap_or_default().to_owned();
    let body = raw(request, &app).await?;
    if !bank.is_signed(&body, &mac) {
        return Err(Error::SignInNeeded);
    }
    let credit = bank.credit(&body).ok_or(Error::BadRequest("This is no credit of our account."))?;
    let known = credit.transaction_id.clone();
    if app.store(move |store| store.order_of(vietqr::NAME, &known)).await?.is_some() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let candidates = vietqr::references(&credit.content);
    let found = app.store(move |store| {
        let mut orders = candidates.iter().map(|candidate| store.order(candidate));
        orders
            .find_map(|order| {
                order.map(|order| order.filter(|order| order.provider == vietqr::NAME)).transpose()
            })
            .transpose()
    });
    let Some(order) = found.await? else {
        incident(&format!("payment: credit {} names no order: return it by hand", credit.transaction_id));
        return Ok(StatusCode::NO_CONTENT);
    };
    let whole = load(&app, &order.dossier).await?;
    let known = whole.record.state.orders.iter().find(|known| known.order == order.reference);
    if known.is_some_and(|known| !is_told(known) && known.amount == credit.amount) {
        record_verdict(&app, &order, credit.verdict()).await?;
    } else {
        incident(&format!("payment: a credit for order {} is other money than was ordered", order.reference));
        ask_again(&app, order).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Change {
    code: String,
    handle: String,
    #[serde(flatten)]
    event: BusinessEvent,
}

pub(super) async fn desk(State(app): State<App>, request: Request) -> Answer<StatusCode> {
    let body = sealed_by_desk(request, &app).await?;
    let malformed = || Error::BadRequest("This is no status change.");
    let mut change: Change = serde_json::from_slice(&body).map_err(|_| malformed())?;
    change.event.at = Moment::parse(&change.event.at).ok_or_else(malformed)?.rfc3339();
    let until = change.event.notice.as_ref().and_then(|notice| notice.until.as_deref());
    if until.is_some_and(|day| CivilDate::parse(day).is_none()) {
        return Err(malformed());
    }
    let whole = load(&app, &change.handle).await?;
    match &whole.record.state.filing {
        dossier::Filing::Accepted { code, .. } if *code != change.code => return Err(Error::NotFound),
        dossier::Filing::NotYet => return Err(Error::NotFound),
        dossier::Filing::Accepted { .. } | dossier::Filing::Sending { .. } => {}
    }
    let reported = advance(&app, &change.handle, |_| Ok(Event::StatusReported(change.event.clone()).into()));
    reported.await.inspect_err(|error| {
        // The desk holds back what comes after it: somebody has to know.
        if let Error::Refused(refused) = error {
            incident(&format!("desk: status change {} is refused: {refused:?}", change.event.sequence));
        }
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// A signing provider has news about an attempt: the worker asks it now, and what it answers then is what counts. News of an attempt
/// that does not wait change nothing: it is over, or the provider was faster than its own answer to our request.
pub(super) async fn signing(
    State(app): State<App>,
    Path(provider): Path<String>,
    request: Request,
) -> Answer<StatusCode> {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.unwrap_or_default().to_owned();
    let body = raw(request, &app).await?;
    let signer = app.signing.named(&provider).ok_or(Error::NotFound)?;
    let transaction = signer.port.called_back(&given, &body).ok_or(Error::SignInNeeded)?;
    let Some((dossier, attempt)) = signing::attempt_of(&transaction) else {
        return Ok(StatusCode::NO_CONTENT);
    };
    let wanted = dossier.to_owned();
    let Some(record) = app.store(move |store| store.dossier(&wanted)).await? else {
        return Ok(StatusCode::NO_CONTENT);
    };
    if let Some((_, Signing::Waiting { credential, handle, .. })) = record.state.attempt(attempt)
        && app.signing.of(credential).is_some_and(|(of, _)| of.id == signer.id)
    {
        let effect = Effect::AskSigner { attempt, handle: handle.clone() };
        let now = app.clock.now().0;
        app.store(move |store| store.hasten(&record.id, &effect, now)).await?;
        app.wake.notify_one();
    }
    Ok(StatusCode::NO_CONTENT)
}
