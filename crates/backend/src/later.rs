//! The return type of port methods: a boxed future, so that ports can be trait objects.

use std::pin::Pin;

/// A result that a provider will give.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
