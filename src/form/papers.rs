//! The widget of files as a download of its own, shared with the page of papers: questions do not wait for it.

use super::handle::Handle;
use super::widgets;
use eform::kinds::file::File;

crate::later! { part papers, fetched by fetch, inside a page;
    /// The widget of a file.
    pub fn file(field: Handle, file: File) -> AnyView {
        widgets::file::view(&field, &file)
    }
}
