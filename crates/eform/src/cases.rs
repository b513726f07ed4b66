//! Test support behind the feature `cases`: runs JSON cases and makes forms of any size. Never part of the portal.
