//! What the comparisons have in common. With other JSON Logic engines: their data as a form, random well-typed expressions
//! over random answers, and the comparison of results. With validators of JSON Schema: values of every kind, good and wrong,
//! and the comparison of verdicts. Who is asked is in `tests/`; nothing here is part of the product.

pub mod compare;
pub mod data;
pub mod dice;
pub mod engine;
pub mod exports;
pub mod expression;
pub mod node;
pub mod number;
pub mod values;
pub mod world;
