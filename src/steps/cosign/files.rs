//! What whoever has signed somebody else's dossier keeps of it.

use contract::paths;
use dossier::Signing;
use leptos::prelude::*;

use super::Link;
use crate::{
    i18n::t,
    route::Route,
    ui::{LinkButton, Look},
};

/// What they have signed, their signature over it and what was said about its certificate; and where anyone checks all three.
pub(super) fn signed_files(signing: &Signing, link: Link) -> Option<AnyView> {
    let Signing::Signed { revocation, .. } = signing else { return None };
    let address = |path| link.api.address(path, &[&link.token()]);
    let answer = revocation.as_ref().map(|_| {
        let href = address(paths::OWN_COSIGNATURE_REVOCATION);
        // The backend names the file.
        view! { <LinkButton href=href label=t("step.cosign.revocation") look=Look::Quiet download=""/> }
    });
    let (content, signature) = (address(paths::COSIGNED_CONTENT), address(paths::OWN_COSIGNATURE));
    let files = view! {
        <LinkButton href=content label=t("step.cosign.content") look=Look::Quiet download="dossier.json"/>
        <LinkButton href=signature label=t("step.receipt.signature") look=Look::Quiet download="dossier.p7s"/>
        {answer}
        <LinkButton href=Route::Verify.href() label=t("verify.title") look=Look::Plain/>
    };
    Some(files.into_any())
}
