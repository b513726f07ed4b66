//! Fees and their reductions as the author wrote them. Computing a quote is in `quote.rs`.

use serde::Serialize;
use serde_json::Value;

use super::Window;
use super::reader::Reader;
use super::service::METHODS;
use crate::date::CivilDate;

/// When a fee is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// With the filing.
    #[default]
    Filing,
    /// Once the office has taken the dossier in and asks for it (national status 6).
    Notice,
    /// When the result is handed over.
    Result,
}

/// One fee; its text is `fee.<id>`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fee {
    /// Unique in the procedure.
    pub id: String,
    /// Đồng for one unit.
    pub amount: i64,
    /// How many units (an integer expression); one when absent.
    pub quantity: Option<Value>,
    /// Whether it is asked; always when absent.
    pub when: Option<Value>,
    /// When it is paid; with the filing when absent.
    pub paid: When,
    /// Citation of the law that sets it.
    pub basis: String,
    /// Days on which it is in force.
    pub window: Window,
    /// Whether it is asked of who files online, which is how all that is filled in here is filed.
    pub is_online: bool,
    /// What may lower it; only the highest benefit applies.
    pub reductions: Vec<Reduction>,
}

/// How much a reduction takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Benefit {
    /// Percent of the fee, 1 to 100.
    Percent(i64),
    /// The lower amount for one unit in đồng (a resolution of a province, a channel's own price).
    Amount(i64),
}

/// A reason to pay less; its text is `reduction.<id>`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduction {
    /// Unique in its fee.
    pub id: String,
    /// What it takes away.
    pub benefit: Benefit,
    /// Whether it applies.
    pub when: Option<Value>,
    /// Days on which it is in force.
    pub window: Window,
    /// Whether it is granted to who files online.
    pub is_online: bool,
    /// Citation of the law that grants it.
    pub basis: String,
}

impl When {
    /// Whether it is paid with the filing.
    #[must_use]
    pub fn is_filing(&self) -> bool {
        *self == Self::Filing
    }
}

/// Whether it holds for who files online: said by the ways of filing that it is for; every one when none is named.
fn read_channels(reader: &mut Reader<'_, '_>) -> bool {
    let channels = reader.words("channels", &METHODS);
    channels.is_empty() || channels.iter().any(|channel| channel == "online")
}

impl Fee {
    /// Whether it may be asked of who files online on this day.
    #[must_use]
    pub fn is_in_force(&self, day: CivilDate) -> bool {
        self.is_online && self.window.contains(day)
    }

    /// Reads one fee.
    pub(crate) fn read(mut reader: Reader<'_, '_>) -> Self {
        let amount = reader.int("amount");
        // Amounts below 1,000 đồng in the sources are thousands or dollars by mistake; 0 would hide a fee.
        if amount.is_none_or(|amount| amount < 1_000) {
            reader.issue("amount", "fee_amount");
        }
        let fee = Self {
            id: reader.id("id"),
            amount: amount.unwrap_or(0),
            quantity: reader.expression("quantity"),
            when: reader.expression("when"),
            paid: match reader.word_or("paid", "filing", &["filing", "notice", "result"]).as_str() {
                "notice" => When::Notice,
                "result" => When::Result,
                _ => When::Filing,
            },
            basis: reader.text("basis"),
            window: Window::read(&mut reader),
            is_online: read_channels(&mut reader),
            reductions: reader.list("reductions", Reduction::read),
        };
        reader.finish();
        fee
    }
}

impl Reduction {
    /// Whether it may be granted to who files online on this day.
    #[must_use]
    pub fn is_in_force(&self, day: CivilDate) -> bool {
        self.is_online && self.window.contains(day)
    }

    fn read(mut reader: Reader<'_, '_>) -> Self {
        let benefit = match (reader.int("percent"), reader.int("amount")) {
            (Some(percent @ 1..=100), None) => Benefit::Percent(percent),
            (None, Some(amount)) if amount >= 0 => Benefit::Amount(amount),
            _ => {
                reader.issue("percent", "reduction_benefit");
                Benefit::Percent(0)
            }
        };
        let reduction = Self {
            id: reader.id("id"),
            benefit,
            when: reader.expression("when"),
            window: Window::read(&mut reader),
            is_online: read_channels(&mut reader),
            basis: reader.text("basis"),
        };
        reader.finish();
        reduction
    }
}
