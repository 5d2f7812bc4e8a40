//! The things that paths name: how they are found, who owns them and who may see them.

use miaohui_db::{Result, Tx};

use super::{InProject, Load};
use crate::ids::{
    CommentId, FeedbackId, ImageId, PackageId, ProjectId, SectionId, TaskId, TopicCommentId, TopicId, UserId,
};
use crate::store::comment::{self, Comment};
use crate::store::feedback::{self, Feedback};
use crate::store::image::{self, Image, ImageType};
use crate::store::image_use;
use crate::store::package::{self, Package};
use crate::store::profile::{self, PublicProfile};
use crate::store::project::{self, Project};
use crate::store::project_view::{self, ProjectRow};
use crate::store::section::{self, Section};
use crate::store::task::{self, Task};
use crate::store::topic::{self, Topic};
use crate::store::topic_comment::{self, TopicComment};
use crate::store::viewer::Viewer;

impl Load for Project {
    type Id = ProjectId;

    fn load(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<Self>> {
        project::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        viewer.may_see(self.status, self.user)
    }
}

impl Load for ProjectRow {
    type Id = ProjectId;

    fn load(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<Self>> {
        project_view::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        viewer.may_see(self.status, self.user)
    }
}

impl InProject for Project {
    fn project(&self) -> ProjectId {
        self.id
    }
}

impl Load for Feedback {
    type Id = FeedbackId;

    fn load(tx: &mut Tx<'_>, id: FeedbackId) -> Result<Option<Self>> {
        feedback::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        Some(self.owner)
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        viewer.may_see(self.project_status, self.owner)
    }
}

impl Load for Package {
    type Id = PackageId;

    fn load(tx: &mut Tx<'_>, id: PackageId) -> Result<Option<Self>> {
        package::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        Some(self.owner)
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        viewer.may_see(self.project_status, self.owner)
    }
}

impl Load for Section {
    type Id = SectionId;

    fn load(tx: &mut Tx<'_>, id: SectionId) -> Result<Option<Self>> {
        section::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        Some(self.owner)
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        viewer.may_see(self.project_status, self.owner)
    }
}

impl Load for Task {
    type Id = TaskId;

    fn load(tx: &mut Tx<'_>, id: TaskId) -> Result<Option<Self>> {
        task::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        Some(self.owner)
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        viewer.may_see(self.project_status, self.owner)
    }
}

impl Load for Comment {
    type Id = CommentId;

    fn load(tx: &mut Tx<'_>, id: CommentId) -> Result<Option<Self>> {
        comment::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        self.user
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        viewer.may_see(self.project_status, self.project_owner)
    }
}

impl Load for Topic {
    type Id = TopicId;

    fn load(tx: &mut Tx<'_>, id: TopicId) -> Result<Option<Self>> {
        topic::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        viewer.may_see(self.project_status, self.project_owner)
    }
}

impl InProject for Topic {
    fn project(&self) -> ProjectId {
        self.project
    }
}

impl Load for TopicComment {
    type Id = TopicCommentId;

    fn load(tx: &mut Tx<'_>, id: TopicCommentId) -> Result<Option<Self>> {
        topic_comment::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        viewer.may_see(self.project_status, self.project_owner)
    }
}

impl InProject for TopicComment {
    fn project(&self) -> ProjectId {
        self.project
    }
}

impl Load for Image {
    type Id = ImageId;

    fn load(tx: &mut Tx<'_>, id: ImageId) -> Result<Option<Self>> {
        image::find(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        self.user
    }

    fn visible(&self, viewer: &Viewer) -> bool {
        let is_own = self.user.is_some() && self.user == viewer.user;
        self.kind != ImageType::IdCard || is_own || viewer.sees_identity_cards
    }

    fn is_hidden(&self, tx: &mut Tx<'_>, viewer: &Viewer) -> Result<bool> {
        let is_own = self.user.is_some() && self.user == viewer.user;
        Ok(viewer.hides_drafts && !is_own && image_use::is_in_drafts(tx, self.id)?)
    }
}

impl Load for PublicProfile {
    type Id = UserId;

    fn load(tx: &mut Tx<'_>, id: UserId) -> Result<Option<Self>> {
        profile::public(tx, id)
    }

    fn owner(&self) -> Option<UserId> {
        Some(self.id)
    }
}
