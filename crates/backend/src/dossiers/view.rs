//! How a dossier is shown to its citizen.

use axum::Json;
use axum::response::Response;
use contract::{
    ActingOver, DossierSummary, DossierView, Draft, FrozenContext, Hands, Help, Paying, WaitingFor,
};
use dossier::{
    Command, Due, Payment, Signing, Stage, State, allowed_commands, due_commands, undecided_order,
};

use super::{Whole, acting_over, moved, payable, tag};
use crate::acting::Rights;
use crate::app::App;
use crate::clock::Moment;
use crate::consents;
use crate::error::{Answer, Error};
use crate::store::{DossierRecord, DraftRecord, HelpRecord, Way};

/// The dossier in full as an answer, with the tag of its draft.
///
/// # Errors
/// As [`view`].
pub fn answer(app: &App, whole: &Whole) -> Answer<Response> {
    let revision = whole.draft.as_ref().map(|draft| draft.revision);
    Ok(tag::tagged(Json(view(app, whole)?), revision))
}

/// The dossier in full.
///
/// # Errors
/// The procedure that it is pinned to is not there any more.
pub fn view(app: &App, whole: &Whole) -> Answer<DossierView> {
    let record = &whole.record;
    let title = title(app, record, &record.language)?;
    let over = acting_over(&record.state, whole.over);
    let mut allowed = allowed(&record.state, over.as_ref());
    if whole.for_helper {
        allowed.retain(|command| *command == Command::Edit);
    }
    let frozen = match (&whole.frozen, &record.state.snapshot) {
        (Some(frozen), Some(snapshot)) => Some(FrozenContext {
            today: frozen.today.clone(),
            applicant_name: frozen.applicant_name.clone(),
            applicant_id: frozen.applicant_id.clone(),
            snapshot: snapshot.clone(),
            lists: frozen.lists.as_deref().and_then(eform::json::read),
        }),
        _ => None,
    };
    let help = record.help.as_ref().map(|known| help(known, whole.for_helper, whole.help_over));
    Ok(DossierView {
        id: record.id.clone(),
        procedure: record.procedure.clone(),
        version: record.version.clone(),
        language: record.language.clone(),
        title,
        subject: record.subject.clone(),
        acting_for: record.acting_for.clone(),
        paying: paying(app, whole, &allowed),
        allowed,
        waiting_for: waiting_for(&record.state, over.as_ref(), help.as_ref()),
        help,
        acting_over: over,
        state: told(record.state.clone()),
        newer: newer(app, record),
        moved: moved::told(app, whole),
        refusals: whole.refusals.clone(),
        draft: whole.draft.as_ref().map(|found| draft(app, whole, found)),
        frozen,
        created_at: Moment(record.created_at).rfc3339(),
        updated_at: Moment(record.updated_at).rfc3339(),
    })
}

/// `is_over`: who helps may not go on with it.
fn help(known: &HelpRecord, is_helper: bool, is_over: bool) -> Help {
    let hands = match known.hands() {
        Hands::Helper if is_over => Hands::Ended,
        hands => hands,
    };
    Help { by: known.by.clone(), citizen: known.citizen.clone(), is_helper, hands }
}

/// One line of the list of `reader` (twelve digits), with the title in `language`. Of somebody whom the citizen may not act for any more,
/// no more is told than that there is a dossier.
///
/// # Errors
/// As [`view`].
pub fn summary(
    app: &App,
    record: DossierRecord,
    rights: &Rights,
    (reader, language): (&str, &str),
) -> Answer<DossierSummary> {
    let title = title(app, &record, language)?;
    let over = rights.over(&record);
    let is_helper = record.owner != reader;
    let help = record.help.as_ref().map(|known| help(known, is_helper, rights.help_over(&record)));
    let subject = record.subject.filter(|_| over.is_none());
    let over = acting_over(&record.state, over);
    let mut allowed = allowed(&record.state, over.as_ref());
    if is_helper {
        allowed.retain(|command| *command == Command::Edit);
    }
    Ok(DossierSummary {
        title,
        allowed,
        waiting_for: waiting_for(&record.state, over.as_ref(), help.as_ref()),
        acting_over: over,
        help,
        id: record.id,
        procedure: record.procedure,
        subject,
        acting_as: record.acting_for.as_ref().map(|represented| represented.right),
        acting_for: record.acting_for.map(|represented| represented.name),
        state: told(record.state),
        page: record.page,
        created_at: Moment(record.created_at).rfc3339(),
        updated_at: Moment(record.updated_at).rfc3339(),
    })
}

/// What the others have at their providers is theirs: who files it learns that they have signed.
fn told(mut state: State) -> State {
    state.cosigning.retain(|_, signing| matches!(signing, Signing::Signed { .. }));
    state
}

fn draft(app: &App, whole: &Whole, draft: &DraftRecord) -> Draft {
    let record = &whole.record;
    let procedure = app.procedures.version(&record.procedure, &record.version);
    Draft {
        // Whether registers may be asked is the citizen's own to decide.
        consent: procedure
            .filter(|_| !whole.for_helper)
            .and_then(|procedure| consents::asked(app, procedure, whole.consent.as_ref())),
        answers: draft.answers.clone(),
        facts: draft.facts.clone(),
        revision: draft.revision,
        saved_at: Moment(draft.saved_at).rfc3339(),
        page: record.page.clone(),
        register_trouble: draft.trouble.clone(),
    }
}

/// With whom each fee can be paid now, and the code of the transfer that is open for it.
fn paying(app: &App, whole: &Whole, allowed: &[Command]) -> Vec<Paying> {
    let state = &whole.record.state;
    let can_start = |due: Option<u32>| {
        due.is_none_or(|number| due_commands(state, number).contains(&Command::StartPayment))
            && (due.is_some() || state.stage == Stage::Frozen)
            && allowed.contains(&Command::StartPayment)
    };
    payable(state).filter(|due| can_start(*due)).map(|due| ways(app, whole, due)).collect()
}

fn ways(app: &App, whole: &Whole, due: Option<u32>) -> Paying {
    let (state, now) = (&whole.record.state, app.clock.now().rfc3339());
    let open = undecided_order(state, due);
    let order = open.and_then(|open| whole.orders.iter().find(|order| order.reference == open.order));
    let all = app.payments.names().map(str::to_owned);
    let (providers, closed) = match order {
        Some(order) => (vec![order.provider.clone()], all.filter(|name| *name != order.provider).collect()),
        None => (all.collect(), Vec::new()),
    };
    let is_open =
        matches!(state.payment_of(due), Some(Payment::Pending { expires_at, .. }) if now < *expires_at);
    let transfer = order.filter(|_| is_open).and_then(|order| match &order.way {
        Way::Transfer(text) => Some(text.clone()),
        Way::Redirect(_) | Way::None => None,
    });
    Paying { due, providers, closed, transfer }
}

/// The version that a draft must move to.
fn newer(app: &App, record: &DossierRecord) -> Option<String> {
    if record.state.stage != Stage::Draft {
        return None;
    }
    let today = app.clock.now().vietnamese_day();
    app.procedures.newer(&record.procedure, &record.version, &today).map(|newer| newer.version.clone())
}

/// The title of a dossier's service in `language`, or its code when the procedure is not loaded.
#[must_use]
pub fn service(app: &App, record: &DossierRecord, language: &str) -> String {
    let procedure = app.procedures.version(&record.procedure, &record.version);
    procedure.and_then(|one| one.text(language, "title")).unwrap_or(&record.procedure).to_owned()
}

fn title(app: &App, record: &DossierRecord, language: &str) -> Answer<String> {
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or_else(|| {
        Error::Internal(format!("procedure {} {} is not loaded", record.procedure, record.version))
    })?;
    Ok(procedure.text(language, "title").unwrap_or(&record.procedure).to_owned())
}

/// The national code on which a fee is to be paid.
const OWES: u8 = 6;
/// National codes on which the citizen has the next move: papers to add, a fee to pay.
const ASKS_THE_CITIZEN: [u8; 2] = [5, OWES];
/// National codes after which nothing follows: refused, withdrawn, stopped, handed over.
const OVER: [u8; 4] = [3, 7, 8, 10];

/// What the citizen may do now; of a dossier whose right is over, what ends it.
fn allowed(state: &State, over: Option<&ActingOver>) -> Vec<Command> {
    let mut commands = allowed_commands(state);
    commands.retain(|command| over.is_none() || matches!(command, Command::Discard | Command::CancelPayment));
    commands
}

fn waiting_for(state: &State, over: Option<&ActingOver>, help: Option<&Help>) -> WaitingFor {
    if over.is_some_and(|over| !over.fee_under_way) {
        return WaitingFor::Nobody;
    }
    let is_with_helper = help.is_some_and(|help| !help.is_helper && help.hands == Hands::Helper);
    if is_with_helper && state.stage == Stage::Draft {
        return WaitingFor::Helper;
    }
    let status = state.business.0.last().map(|event| event.status.0);
    let owes = state.dues.iter().any(Due::is_asked_now);
    match (state.stage, status) {
        (Stage::Draft | Stage::Frozen, _) => WaitingFor::You,
        (Stage::Discarded, _) => WaitingFor::Nobody,
        // A fee that the office has asked for is the citizen's until it is paid, whatever else it reports meanwhile.
        (Stage::Filing | Stage::Filed, Some(OWES)) if !state.dues.is_empty() && !owes => WaitingFor::Office,
        (Stage::Filing | Stage::Filed, Some(status)) if ASKS_THE_CITIZEN.contains(&status) => WaitingFor::You,
        (Stage::Filing | Stage::Filed, Some(status)) if OVER.contains(&status) => WaitingFor::Nobody,
        (Stage::Filing | Stage::Filed, _) if owes => WaitingFor::You,
        (Stage::Filing | Stage::Filed, _) => WaitingFor::Office,
    }
}
