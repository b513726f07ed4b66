//! What must hold of the others who must agree, and of what they agree by.

use crate::world::{Node, Setting};
use dossier::{Means, Payment, Signing, Stage};

/// Everybody else who must agree has agreed to exactly what is fixed, after the citizen and in their turn, before anything is paid or sent.
pub fn nothing_goes_on_before_everybody_has_agreed(node: &Node, setting: Setting) {
    let state = &node.state;
    let others = setting.others.all();
    for id in state.agreed.keys() {
        let current = state.snapshot.as_ref().expect("agreed to nothing").number;
        let other = others.iter().find(|other| other.id == *id).expect("nobody asked");
        if let Signing::Signed { attempt, .. } = state.signing_of(Some(id)) {
            assert_eq!(node.world.whose.get(attempt), Some(id), "signed by somebody else: {node:?}");
            assert_eq!(node.world.asked_for(*attempt), Some(current), "signed something else: {node:?}");
            assert_ne!(other.by, Means::Identity, "{node:?}");
        } else {
            assert_eq!(node.world.stood_by.get(id), Some(&current), "agreed to something else: {node:?}");
            assert_ne!(other.by, Means::Signature, "{node:?}");
        }
        let has_done_their_part = matches!(
            state.signing,
            Signing::NotRequired
                | Signing::Signed { .. }
                | Signing::Confirmed { .. }
                | Signing::OnPaper { .. }
        );
        assert!(has_done_their_part, "before the citizen: {node:?}");
    }
    for (id, signing) in &state.cosigning {
        let is_signed = matches!(signing, Signing::Signed { .. });
        assert!(state.snapshot.is_some(), "signs nothing: {node:?}");
        assert!(!is_signed || state.agreed.contains_key(id), "signed, and has not agreed: {node:?}");
    }
    if setting.others.in_order() {
        let is_first = state.agreed.len() != 1 || state.agreed.contains_key(&others[0].id);
        assert!(is_first, "out of turn: {node:?}");
        let second_begins = state.cosigning.contains_key(&others[1].id);
        assert!(!second_begins || state.agreed.contains_key(&others[0].id), "begins out of turn: {node:?}");
    }
    let is_beyond = matches!(state.stage, Stage::Filing | Stage::Filed)
        || matches!(state.payment, Payment::Pending { .. } | Payment::Suspect { .. });
    assert!(!is_beyond || state.agreed.len() == others.len(), "went on without somebody: {node:?}");
    assert!(state.declined.is_none() || state.stage == Stage::Draft, "refused, and still fixed: {node:?}");
}
