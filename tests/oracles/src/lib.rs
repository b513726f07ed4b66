//! What the comparisons with other JSON Logic engines have in common: their data as a form, random well-typed expressions
//! over random answers, and the comparison of results. Which engine is asked is in `tests/`; nothing here is part of the
//! product.

pub mod compare;
pub mod data;
pub mod dice;
pub mod expression;
pub mod number;
pub mod world;
