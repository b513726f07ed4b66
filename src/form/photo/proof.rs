//! What the photos on the desk make: one PDF with a page for each, or single pictures where no PDF is taken. It is looked at
//! before it is sent.

use attachment::Kind;
use leptos::prelude::*;

use super::{Desk, Sheet};
use crate::{
    browser::{
        files::{self, Blob},
        picture::{self, Address},
    },
    form::{
        files::{Fault, Limits},
        present,
    },
    i18n::{t, use_locale},
    ui::{Button, CollectAny, Look, live},
};

/// Longer side in pixels and quality in percent, the best first: 200 dots per inch of A4, 150, and a last try.
const TRIES: [(u32, u8); 4] = [(2339, 82), (2339, 68), (1754, 68), (1754, 50)];

/// A paper that was made.
#[derive(Clone)]
pub(super) struct Proof {
    /// Names and bytes to send.
    pub papers: Vec<(String, Blob)>,
    /// Each page as it will be seen.
    pages: std::rc::Rc<Vec<Address>>,
    size: u64,
}

/// Makes the paper, one photo after the other, as good as the limit allows.
///
/// # Errors
/// `damaged` when a photo cannot be decoded, `too_large` when even the last try is.
pub(super) async fn made(sheets: &[Sheet], limits: &Limits) -> Result<Proof, Fault> {
    for (long, quality) in TRIES {
        match tried(sheets, limits, long, quality).await {
            Err("too_large") => {}
            made => return made,
        }
    }
    Err("too_large")
}

async fn tried(sheets: &[Sheet], limits: &Limits, long: u32, quality: u8) -> Result<Proof, Fault> {
    let mut pictures = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let blob = sheet.photo.try_with_value(|photo| photo.blob.clone());
        let (Some(blob), Some(frame)) = (blob, sheet.frame.try_get_untracked()) else {
            return Err("unreadable");
        };
        let bitmap = picture::decoded(&blob, sheet.size, frame, long).await.ok_or("damaged")?;
        let jpeg = picture::jpeg(&bitmap, frame, quality).await;
        bitmap.close();
        pictures.push(attachment::cleaned(Kind::Jpg, &jpeg.ok_or("damaged")?).ok_or("damaged")?);
    }
    let name = sheets.first().map_or_else(String::new, |sheet| sheet.name.clone());
    let ending = |name: &str, end| [name.rsplit_once('.').map_or(name, |(stem, _)| stem), ".", end].concat();
    let papers = if limits.makes_pdf() {
        let pages: Vec<_> = pictures.iter().map(|jpeg| attachment::Picture { jpeg }).collect();
        vec![(ending(&name, "pdf"), attachment::of_pictures(&pages).ok_or("damaged")?)]
    } else {
        let names = sheets.iter().map(|sheet| ending(&sheet.name, "jpg"));
        names.zip(pictures.iter().cloned()).collect()
    };
    if papers.iter().any(|(_, bytes)| bytes.len() as u64 > limits.max_bytes) {
        return Err("too_large");
    }
    let size = papers.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    let blob = |bytes: &[u8], kind| files::blob(bytes, kind).ok_or("unreadable");
    let mut pages = Vec::with_capacity(pictures.len());
    for jpeg in &pictures {
        pages.push(Address::of(&blob(jpeg, "image/jpeg")?).ok_or("unreadable")?);
    }
    let mut ready = Vec::with_capacity(papers.len());
    for (name, bytes) in papers {
        ready.push((name, blob(&bytes, "application/octet-stream")?));
    }
    Ok(Proof { papers: ready, pages: std::rc::Rc::new(pages), size })
}

/// The paper as it will be seen, and the last press.
pub(super) fn view(desk: Desk, proof: &Proof) -> AnyView {
    let say = use_locale();
    let names = proof.papers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let (size, count) = (proof.size, proof.pages.len() as u64);
    let facts = live(move || {
        let (pages, size) = (say.count("form.photo.pages", count), present::size(say, size));
        say.fill("form.photo.facts", &[("name", &names), ("pages", &pages), ("size", &size)])
    });
    let pages = proof.pages.iter().enumerate().map(|(at, address)| {
        let alt = move || say.fill("form.photo.page", &[("n", &(at + 1).to_string())]);
        view! { <li><img class="cd-photo__proof" src=address.as_str().to_owned() alt=alt/></li> }
    });
    let pages = pages.collect_any();
    view! {
        <p class="cd-photo__lede">{facts}</p>
        <ol class="cd-photo__sheets" role="list">{pages}</ol>
        <div class="cd-actions">
            <Button label=t("form.photo.send") on_press=Callback::new(move |()| desk.send()) look=Look::Quiet busy=desk.is_busy/>
            <Button label=t("form.photo.back") on_press=Callback::new(move |()| desk.proof.set(None)) look=Look::Plain/>
        </div>
    }
    .into_any()
}
