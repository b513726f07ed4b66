//! Paying by bank transfer: the code that the backend issued, read again here before anybody sees it, with everything it says in words beside it.
//!
//! A code that does not say exactly what is owed, or whose payee is not the one of this portal's own configuration, is never drawn. That
//! somebody has paid is only ever the bank's word.

use contract::CancelPayment;
use leptos::{prelude::*, task::spawn_local};
use vietqr::{Picture, Service, Transfer, picture};

use super::{
    clock::{minutes, seconds_left},
    command::cancel,
    dispute::Asking,
    open::{OpenDossier, Opened},
    pay::total,
    pay_way::{CANCEL, other_chosen},
    poll::poll,
};
use crate::{
    browser::{page, picture as pixels},
    config::{self, Payee},
    i18n::{t, use_locale},
    ui::{
        Button, Details, Heading, LinkButton, Look, Notice, SummaryList, SummaryRow, Tone, live, qr_figure,
        use_announcer,
    },
};

/// Pixels per square of the picture to keep: it stays sharp in a gallery.
const SCALE: u32 = 12;

/// A transfer that the backend asks for.
#[derive(Clone, PartialEq)]
pub struct Asked {
    /// The number of the fee that the office has asked for after filing; none for the fee of what is about to be filed.
    pub due: Option<u32>,
    /// The code's text.
    pub text: String,
    /// The attempt that opened it.
    pub attempt: u32,
    /// What is owed, in đồng.
    pub amount: u64,
    /// The order's reference, which the transfer must carry.
    pub order: String,
    /// RFC 3339.
    pub expires_at: String,
}

/// Why a code is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    /// It is no code, or more than a plain transfer.
    Unreadable,
    /// Somebody else would be paid.
    Payee,
    /// It asks for another amount.
    Amount,
    /// It does not carry the order's reference.
    Reference,
}

/// Reads the code, and compares it with what is known without it.
fn judge(asked: &Asked, payee: Option<&Payee>) -> Result<Transfer, Doubt> {
    let read = Transfer::read(&asked.text).map_err(|_| Doubt::Unreadable)?;
    let is_payee = payee.is_some_and(|payee| payee.bin == read.bin && payee.account == read.account);
    if !is_payee || read.service != Service::Account {
        Err(Doubt::Payee)
    } else if read.amount != Some(asked.amount) || !read.is_for_one {
        Err(Doubt::Amount)
    } else if read.purpose.as_ref() != Some(&asked.order) || read.bill.is_some() {
        Err(Doubt::Reference)
    } else {
        Ok(read)
    }
}

/// The screen of an open transfer.
pub fn transfer(open: OpenDossier, opened: &Opened, asked: Asked) -> AnyView {
    let payee = config::payee();
    // What the fixed dossier, or the office's notice, asks for, beside what the order says.
    let owed = opened.view.with_untracked(|view| match asked.due {
        Some(number) => view.state.due(number).map(|due| due.notice.total),
        None => view.state.requirements.as_ref().map(|asked| asked.fee),
    });
    let judged = match judge(&asked, payee.as_ref()) {
        Ok(_) if owed != Some(asked.amount) => Err(Doubt::Amount),
        judged => judged,
    };
    let drawn = judged.and_then(|_| picture(&asked.text).ok_or(Doubt::Unreadable));
    let late = if asked.due.is_some() { "step.transfer.due.late" } else { "step.transfer.late.help" };
    let leave = || cancel::<CancelPayment>(open, opened, CANCEL, asked.attempt);
    match (drawn, payee) {
        (Ok(drawn), Some(payee)) => {
            poll(open);
            view! {
                <Heading text=t("step.transfer.title")/>
                {other_chosen(opened, asked.due)}
                <p>{t("step.transfer.how")}</p>
                {total(asked.amount)}
                {code(&drawn)}
                {facts(&payee, &asked)}
                {time(open, &asked.expires_at)}
                {done(open, opened, asked.attempt)}
                <div class="cd-actions">{leave()}</div>
                <Details summary=t("step.transfer.late")><p>{t(late)}</p></Details>
            }
        }
        .into_any(),
        (Err(doubt), _) => refused(doubt, leave()),
        (Ok(_), None) => refused(Doubt::Payee, leave()),
    }
}

/// A code that must not be paid.
fn refused(doubt: Doubt, leave: AnyView) -> AnyView {
    let why = match doubt {
        Doubt::Unreadable => "step.transfer.refused.unreadable",
        Doubt::Payee => "step.transfer.refused.payee",
        Doubt::Amount => "step.transfer.refused.amount",
        Doubt::Reference => "step.transfer.refused.reference",
    };
    view! {
        <Heading text=t("step.transfer.refused")/>
        <Notice tone=Tone::Stop title=t("step.transfer.refused.stop") is_alert=true>
            <p>{t(why)}</p>
            <p>{t("step.transfer.refused.next")}</p>
        </Notice>
        <div class="cd-actions">{leave}</div>
    }
    .into_any()
}

/// The code for another phone, and as a picture for this one.
fn code(drawn: &Picture) -> AnyView {
    let (id, caption) = ("transfer-code".to_owned(), t("step.transfer.code"));
    qr_figure(drawn.side, drawn.path(), id, caption, keep(drawn.clone()))
}

/// The picture to keep, as soon as it is made.
fn keep(drawn: Picture) -> AnyView {
    let address = RwSignal::new_local(None::<pixels::Address>);
    spawn_local(async move {
        let blob = pixels::squares(drawn.side, &drawn.runs, SCALE).await;
        address.try_set(blob.and_then(|blob| pixels::Address::of(&blob)));
    });
    live(move || {
        let href = address.with(|address| address.as_ref().map(|address| address.as_str().to_owned()))?;
        let link = view! {
            <LinkButton href=href label=t("step.transfer.keep") look=Look::Quiet download="ma-chuyen-khoan.png"/>
        };
        Some(link.into_any())
    })
}

/// What the code says, in words, each to be copied.
fn facts(payee: &Payee, asked: &Asked) -> AnyView {
    let say = use_locale();
    let amount = asked.amount;
    let bank = [payee.bank.as_str(), " (", &payee.bin, ")"].concat();
    let shown = live(move || say.money(amount));
    let (name, account, content) = (payee.name.clone(), payee.account.clone(), asked.order.clone());
    let copies = [
        copy(t("step.transfer.account"), account.clone()),
        copy(t("step.transfer.amount"), amount.to_string()),
        copy(t("step.transfer.content"), content.clone()),
    ];
    let [copy_account, copy_amount, copy_content] = copies;
    view! {
        <SummaryList>
            <SummaryRow label=t("step.transfer.name")>{name}</SummaryRow>
            <SummaryRow label=t("step.transfer.bank")>{bank}</SummaryRow>
            <SummaryRow label=t("step.transfer.account") action=copy_account>
                <span class="cd-transfer__value">{account}</span>
            </SummaryRow>
            <SummaryRow label=t("step.transfer.amount") action=copy_amount>{shown}</SummaryRow>
            <SummaryRow label=t("step.transfer.content") action=copy_content>
                <span class="cd-transfer__value">{content}</span>
            </SummaryRow>
        </SummaryList>
        <p>{t("step.transfer.exact")}</p>
    }
    .into_any()
}

/// A button that puts a value on the clipboard, and says whether it did.
pub(super) fn copy(what: Signal<String>, value: String) -> AnyView {
    let say = use_locale();
    let announcer = use_announcer();
    let is_copied = RwSignal::new(false);
    let on_press = Callback::new(move |()| {
        let value = value.clone();
        spawn_local(async move {
            let is_done = page::copy(&value).await;
            is_copied.try_set(is_done);
            announcer.say(say.text(if is_done {
                "step.transfer.copied"
            } else {
                "step.transfer.not_copied"
            }));
        });
    });
    let label = Signal::derive(move || {
        say.text(if is_copied.get() { "step.transfer.copied" } else { "step.transfer.copy" })
    });
    view! { <Button label=label about=what on_press=on_press look=Look::Quiet/> }.into_any()
}

/// How long the code can be paid.
fn time(open: OpenDossier, until: &str) -> AnyView {
    let say = use_locale();
    let left = seconds_left(open.api(), until);
    let time = live(move || {
        left.get().map(|left| match left {
            0 => say.text("step.transfer.over"),
            left => say.fill("step.transfer.left", &[("time", &minutes(left))]),
        })
    });
    view! { <p role="timer" aria-live="off">{time}</p> }.into_any()
}

/// Saying that one has paid: the bank is asked at once, and nothing else happens.
fn done(open: OpenDossier, opened: &Opened, attempt: u32) -> AnyView {
    let asking = Asking::about(open, opened, attempt);
    let told = live(move || {
        asking.has_asked().then(|| {
            view! { <Notice tone=Tone::Plain title=t("step.transfer.not_yet") is_alert=true><p>{t("step.transfer.not_yet.body")}</p></Notice> }.into_any()
        })
    });
    view! {
        {told}
        {asking.press.trouble()}
        <div class="cd-actions">{asking.press.button(t("step.transfer.done"), Look::Main)}</div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Asked, Doubt, judge};
    use crate::config::Payee;
    use vietqr::{Service, Transfer};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn payee() -> Payee {
        let [bin, account, bank, name] = ["970999", "0011002233445", "B", "N"].map(str::to_owned);
        Payee { bin, account, bank, name }
    }

    /// The code of an order of 16,000 đồng with something changed before it was written.
    fn judged(change: impl Fn(&mut Transfer)) -> Result<Transfer, Doubt> {
        let mut transfer = Transfer {
            is_for_one: true,
            bin: payee().bin,
            account: payee().account,
            service: Service::Account,
            amount: Some(16_000),
            bill: None,
            purpose: Some("CDABCDEFGH2345".to_owned()),
        };
        change(&mut transfer);
        let text = transfer.write().unwrap_or_default();
        judge(&asked(text), Some(&payee()))
    }

    fn asked(text: String) -> Asked {
        let (order, expires_at) = ("CDABCDEFGH2345".to_owned(), String::new());
        Asked { due: None, text, attempt: 1, amount: 16_000, order, expires_at }
    }

    #[test]
    fn only_the_code_of_this_order_to_the_configured_payee_is_shown() {
        assert!(judged(|_| ()).is_ok());
        assert_eq!(judged(|code| code.account = "0011002233446".to_owned()), Err(Doubt::Payee));
        assert_eq!(judged(|code| code.bin = "970403".to_owned()), Err(Doubt::Payee));
        assert_eq!(judged(|code| code.service = Service::Card), Err(Doubt::Payee));
        assert_eq!(judged(|code| code.amount = Some(160_000)), Err(Doubt::Amount));
        assert_eq!(judged(|code| code.amount = None), Err(Doubt::Amount));
        assert_eq!(judged(|code| code.is_for_one = false), Err(Doubt::Amount));
        assert_eq!(judged(|code| code.purpose = Some("CDABCDEFGH2346".to_owned())), Err(Doubt::Reference));
        assert_eq!(judged(|code| code.bill = Some("1".to_owned())), Err(Doubt::Reference));
        assert_eq!(judge(&asked("https://example.vn".to_owned()), Some(&payee())), Err(Doubt::Unreadable));
        let right =
            judged(|_| ()).and_then(|code| code.write().map_err(|_| Doubt::Unreadable)).unwrap_or_default();
        assert_eq!(judge(&asked(right), None), Err(Doubt::Payee), "nobody has named a payee");
    }
}
