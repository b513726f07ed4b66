//! What the citizen is told before starting: channels, time, legal basis and where the facts come from.

use super::reader::Reader;

/// Ways of filing.
pub(super) const METHODS: [&str; 3] = ["online", "post", "counter"];

/// One way of filing and its time limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// `online`, `post` or `counter`.
    pub method: String,
    /// `hour`, `working_day`, `day`, `month`, or `other`: only the text `service.time` tells the truth.
    pub unit: String,
    /// How many units; `None` with `other`.
    pub amount: Option<usize>,
}

/// The service sheet of a procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// Ways of filing.
    pub channels: Vec<Channel>,
    /// What is received after 15:00 is answered on the next working day.
    pub after_15h: bool,
    /// Legal basis, cited as the law prints it.
    pub basis: Vec<String>,
    /// Day on which the facts were read.
    pub retrieved: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

impl Service {
    /// Reads `service` of a procedure.
    pub(crate) fn read(procedure: &mut Reader<'_, '_>) -> Self {
        let Some(mut reader) = procedure.object("service") else {
            procedure.issue("service", "missing_key");
            return Self::default();
        };
        let mut service = Self {
            channels: reader.list("channels", read_channel),
            after_15h: reader.flag("after_15h", false),
            basis: reader.texts("basis"),
            ..Self::default()
        };
        if let Some(mut source) = reader.object("source") {
            service.retrieved = source.text("retrieved");
            service.confidence = source.word("confidence", &["high", "medium", "low"]);
            source.finish();
        }
        reader.finish();
        service
    }
}

fn read_channel(mut reader: Reader<'_, '_>) -> Channel {
    let channel = Channel {
        method: reader.word("method", &METHODS),
        unit: reader.word("unit", &["hour", "working_day", "day", "month", "other"]),
        amount: reader.count("amount"),
    };
    if channel.amount.is_none() && channel.unit != "other" {
        reader.issue("amount", "missing_key");
    }
    reader.finish();
    channel
}
