//! Dossiers of others that the citizen is asked to agree to, or has answered about: no more of each than they are, or were, shown.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use contract::MineCosigned;
use dossier::{Stage, asked};

use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{load, service, spoken};
use crate::error::Answer;
use crate::session::Citizen;
use crate::store::InvitationRecord;

/// All of them, the newest answer or invitation first.
///
/// # Errors
/// The store failed.
pub async fn cosigned(app: &App, citizen: &Citizen, language: &str) -> Answer<Vec<MineCosigned>> {
    let (me, now) = (citizen.id.clone(), app.clock.now().0);
    let known = app.store(move |store| Ok((store.invitations_of(&me, now)?, store.cosigned(&me)?)));
    let (invitations, spoken) = known.await?;
    let invited = invitations.iter().map(|one| one.dossier.clone());
    let mut all = Vec::new();
    for id in invited.chain(spoken).collect::<BTreeSet<_>>() {
        let invitation = invitations.iter().find(|one| one.dossier == id);
        all.extend(told(app, citizen, &id, invitation, language).await?);
    }
    all.sort_by_cached_key(|one| {
        let answered = one.answers.last().map(|answer| answer.at.clone());
        Reverse(answered.max(one.invited_at.clone()))
    });
    Ok(all)
}

/// One of them; none when they were not asked in the end, and have said nothing.
async fn told(
    app: &App,
    citizen: &Citizen,
    id: &str,
    invitation: Option<&InvitationRecord>,
    language: &str,
) -> Answer<Option<MineCosigned>> {
    let whole = load(app, id).await?;
    let state = &whole.record.state;
    let answers = spoken::of(app, id, state, &citizen.id).await?;
    if answers.is_empty() && invitation.is_none() {
        return Ok(None);
    }
    let (name, last) = (id.to_owned(), state.snapshots);
    // Who is only invited is told while it is fixed; who has answered was.
    let applicant = match &whole.frozen {
        Some(frozen) => Some(frozen.applicant_name.clone()),
        None if answers.is_empty() => None,
        None => app.store(move |store| store.frozen(&name, last)).await?.map(|frozen| frozen.applicant_name),
    };
    let leads =
        state.stage != Stage::Discarded && (invitation.is_some() || state.agreed.contains_key(&citizen.id));
    Ok(Some(MineCosigned {
        dossier: leads.then(|| id.to_owned()),
        service: service(app, &whole.record, language),
        applicant,
        invited_at: invitation.map(|one| Moment(one.made_at).rfc3339()),
        until: invitation.map(|one| Moment(one.until).rfc3339()),
        waits: leads && whole.over.is_none() && asked(state, &citizen.id).is_ok(),
        answers: answers.into_iter().map(|one| one.answer).collect(),
    }))
}
