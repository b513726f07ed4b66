//! The others who must agree: who has, who is waited for, and a link for each to send or to show. What they see is in `cosign`.

use contract::{InvitationLink, InvitationList, Invite, Invitee, ListInvitations, Nothing, RevokeInvitation};
use dossier::{Means, Other, Stage};
use leptos::prelude::*;
use vietqr::picture;

use super::{
    open::{OpenDossier, Opened},
    poll::poll,
    press::Press,
    thaw::thaw_button,
    transfer::copy,
};
use crate::{
    browser::page,
    form::Texts,
    i18n::{t, tp, use_locale},
    remote::{Remote, remote},
    ui::{CollectAny, Look, Notice, Panel, Tag, Tone, live, qr_figure},
};

/// What is to be done until everybody has agreed, below the heading.
pub fn others(open: OpenDossier, opened: &Opened) -> AnyView {
    poll(open);
    let links = remote::<InvitationList>(move || {
        Box::pin(async move { open.api().get::<ListInvitations>(&[&open.id()], &[]).await })
    });
    let (people, in_order, pays) = opened.view.with_untracked(|view| match &view.state.requirements {
        Some(asked) => (asked.others.clone(), asked.in_order, asked.fee > 0),
        None => (Vec::new(), false, false),
    });
    let texts = Texts::from_json(&opened.bundle.texts);
    let panels = people.into_iter().zip(1..).map(|(other, number)| {
        let role = texts.get(&["cosigner.", &other.role].concat());
        Person { open, opened: opened.clone(), links, other, role, number }.view()
    });
    let panels = panels.collect_any();
    let order = if in_order { "step.others.order.listed" } else { "step.others.order.any" };
    let then = if pays { "step.others.then.pay" } else { "step.others.then.send" };
    view! {
        <p class="cd-lede">{t("step.others.lede")}</p>
        <ol class="cd-list"><li>{t("step.others.first")}</li><li>{t(order)}</li><li>{t(then)}</li></ol>
        {panels}
        <div class="cd-actions">{thaw_button(open, opened)}</div>
    }
    .into_any()
}

/// One of them.
struct Person {
    open: OpenDossier,
    opened: Opened,
    links: Remote<InvitationList>,
    other: Other,
    role: String,
    /// Their place in the list, from 1.
    number: u32,
}

impl Person {
    fn view(self) -> AnyView {
        let say = use_locale();
        let (view, id) = (self.opened.view, self.other.id.clone());
        let agreed = Memo::new(move |_| {
            view.with(|view| {
                let at = view.state.agreed.get(&id)?.clone();
                let key = if view.state.cosigning.contains_key(&id) { "signed" } else { "agreed" };
                Some((at, ["step.others.", key].concat()))
            })
        });
        let id = self.other.id.clone();
        let is_later = Memo::new(move |_| view.with(|view| is_later(&view.state, &id)));
        let state = live(move || match (agreed.get(), is_later.get()) {
            (Some((at, key)), _) => {
                let at = Signal::derive(move || say.fill(&key, &[("time", &say.date_time(&at))]));
                view! { <Tag tone=Tone::Done label=at/> }
            }
            (None, true) => view! { <Tag tone=Tone::Plain label=t("step.others.later")/> },
            (None, false) => view! { <Tag tone=Tone::Turn label=t("step.others.waiting")/> },
        });
        let (name, role) = (self.other.name.clone(), self.role.clone());
        let by = match self.other.by {
            Means::Identity => None,
            Means::Signature => Some("step.others.by.signature"),
            Means::Either => Some("step.others.by.either"),
        };
        let by = by.map(|key| view! { <p>{t(key)}</p> });
        let asking = self.asking();
        let asking = live(move || agreed.with(Option::is_none).then(|| asking.view()));
        view! {
            <Panel title=Signal::stored(name)>
                <p>{role}</p>
                {by}
                <p>{state}</p>
                {asking}
            </Panel>
        }
        .into_any()
    }

    fn asking(&self) -> Asking {
        let (open, links, number) = (self.open, self.links, self.number);
        let link = RwSignal::new(None::<InvitationLink>);
        let invite = Press::new(move || {
            Box::pin(async move {
                let made = open.api().send::<Invite>(&[&open.id()], &Invitee { number }, None).await;
                if let Err(error) = &made {
                    open.look_again(error).await;
                }
                link.try_set(Some(made?));
                links.again();
                Ok(())
            })
        });
        let revoke = Press::new(move || {
            Box::pin(async move {
                let number = number.to_string();
                open.api().send::<RevokeInvitation>(&[&open.id(), &number], &Nothing, None).await?;
                link.try_set(None);
                links.again();
                Ok(())
            })
        });
        Asking { links, number, link, invite, revoke, name: Signal::stored(self.other.name.clone()) }
    }
}

/// Whether somebody else comes before this person.
fn is_later(state: &dossier::State, id: &str) -> bool {
    let in_order = state.requirements.as_ref().is_some_and(|asked| asked.in_order);
    in_order && state.awaited().next().is_some_and(|first| first.id != id)
}

/// The link of one of them.
#[derive(Clone, Copy)]
struct Asking {
    links: Remote<InvitationList>,
    number: u32,
    /// What was made here: it cannot be read again.
    link: RwSignal<Option<InvitationLink>>,
    invite: Press,
    revoke: Press,
    name: Signal<String>,
}

impl Asking {
    fn view(self) -> AnyView {
        let Self { links, number, link, invite, revoke, name } = self;
        let say = use_locale();
        let known = Memo::new(move |_| {
            let list = links.ready()?;
            list.invitations.iter().find(|one| one.number == number).cloned()
        });
        let told = live(move || {
            let known = known.get();
            let line = move || match &known {
                None => say.text("step.others.link.none"),
                Some(one) => {
                    let times =
                        [("made", &*say.date_time(&one.made_at)), ("until", &*say.date_time(&one.until))];
                    let key = if one.is_over { "step.others.link.over" } else { "step.others.link.made" };
                    let made = say.fill(key, &times);
                    let opened = match &one.opened_at {
                        Some(at) => say.fill("step.others.link.opened", &[("time", &say.date_time(at))]),
                        None => say.text("step.others.link.unopened"),
                    };
                    let next = one.is_over.then(|| say.text("step.others.link.over.next"));
                    [Some(made), Some(opened), next].into_iter().flatten().collect::<Vec<_>>().join(" ")
                }
            };
            view! { <p>{live(line)}</p> }
        });
        let shown = live(move || link.get().map(|link| shown(number, &link, name)));
        let label = Signal::derive(move || {
            say.text(match known.with(|known| known.as_ref().map(|one| one.is_over)) {
                Some(false) => "step.others.link.renew",
                Some(true) => "step.others.link.make.anew",
                None => "step.others.link.make",
            })
        });
        let leads = Memo::new(move |_| known.with(|known| known.as_ref().is_some_and(|one| !one.is_over)));
        let take_back = live(move || {
            leads.get().then(|| revoke.button_of(t("step.others.link.revoke"), Look::Plain, name))
        });
        view! {
            {told}
            {shown}
            {invite.trouble()}
            {revoke.trouble()}
            <div class="cd-actions">
                {invite.button_of(label, Look::Quiet, name)}
                {take_back}
            </div>
        }
        .into_any()
    }
}

/// The link, to be copied and sent, and for the camera of a phone that is here.
fn shown(number: u32, link: &InvitationLink, name: Signal<String>) -> AnyView {
    let say = use_locale();
    let url = [&page::origin(), &*link.path].concat();
    let caption = Signal::derive(move || say.fill("step.others.code", &[("name", &name.get())]));
    let id = ["invitation-", &number.to_string()].concat();
    let code = picture(&url).map(|drawn| qr_figure(drawn.side, drawn.path(), id, caption, ().into_any()));
    view! {
        <p>{t("step.others.link.how")}</p>
        <p class="cd-others__link"><code>{url.clone()}</code></p>
        <div class="cd-actions">{copy(tp("step.others.link.of", vec![("name", name.get_untracked())]), url)}</div>
        {code}
    }
    .into_any()
}

/// That one of them has refused, for whoever files it, while it is being changed.
pub fn declined(opened: &Opened) -> AnyView {
    let say = use_locale();
    let view = opened.view;
    let declined = Memo::new(move |_| {
        view.with(|view| view.state.declined.clone().filter(|_| view.state.stage == Stage::Draft))
    });
    live(move || {
        let one = declined.get()?;
        let (name, at, reason) = (one.name, one.at, one.reason);
        let title = Signal::derive(move || {
            say.fill("step.others.declined", &[("name", &name), ("time", &say.date_time(&at))])
        });
        Some(view! {
            <Notice tone=Tone::Turn title=title>
                <p>{t("step.others.declined.why")}</p>
                <blockquote class="cd-others__reason">{reason}</blockquote>
                <p>{t("step.others.declined.next")}</p>
            </Notice>
        })
    })
}
