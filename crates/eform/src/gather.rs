//! Maps and sets that are filled one by one: `collect` sorts first, which is four kilobytes of download for each pair of
//! types and gains nothing for the few that a citizen's browser has.

/// What iterators can also be taken into.
pub trait Gather: Iterator + Sized {
    /// As `collect`, without sorting first; of two with one key the later stays.
    fn gather<C: Default + Extend<Self::Item>>(self) -> C {
        let mut all = C::default();
        all.extend(self);
        all
    }
}

impl<I: Iterator> Gather for I {}
