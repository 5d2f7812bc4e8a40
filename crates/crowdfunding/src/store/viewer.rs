//! The user that rows are selected for.

use super::project_status::ProjectStatus;
use crate::ids::UserId;

/// Who sees the selected rows, and when.
#[derive(Clone, Copy, Debug)]
pub struct Viewer {
    /// The user; `None` without a login.
    pub user: Option<UserId>,
    /// The time of the request, in Unix ms.
    pub now: i64,
    /// Whether drafts are shown to their owners only.
    pub hides_drafts: bool,
    /// Whether everybody sees identity cards, as the document says.
    pub sees_identity_cards: bool,
}

impl Viewer {
    /// Whether the viewer may see a project of this status and owner, and what belongs to it.
    pub fn may_see(&self, status: ProjectStatus, owner: UserId) -> bool {
        !(status == ProjectStatus::Draft && self.hides_drafts) || self.user == Some(owner)
    }
}
