//! Dumb blocks: they know no engine, no contract and no language. Texts arrive as props, styles are in `style/ui/`.

mod announcer;
mod button;
mod details;
mod dialog;
mod drum;
mod folder;
mod heading;
mod live;
mod notice;
mod panel;
mod progress;
mod qr;
mod skeleton;
mod summary_list;
mod table;
mod tag;
mod timeline;
mod trouble;

pub use announcer::{Announcements, Announcer, provide_announcer, use_announcer};
pub use button::{Button, LinkButton, Look};
pub use details::Details;
pub use dialog::Dialog;
pub use drum::{Drum, Mark};
pub use folder::{Folder, FolderStep, StepState};
pub use heading::Heading;
pub use live::{CollectAny, Shown, each, live};
pub use notice::Notice;
pub use panel::Panel;
pub use progress::{Meter, Spinner};
pub use qr::{qr, qr_figure};
pub use skeleton::Skeleton;
pub use summary_list::{SummaryList, SummaryRow};
pub use table::{Table, TableRow};
pub use tag::{Shape, Tag, Tone};
pub use timeline::{Moment, Timeline};
pub use trouble::Trouble;
