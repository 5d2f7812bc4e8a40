//! 票圈评论.

use miaohui_community::operators::Subject;

use super::hiding::{self, HIDDEN, HIDE, RESTORE, WHY};
use crate::resource::{Action, Area, Field, Kind, Resource};
use crate::{Label, Permission};

/// Comments on tickets.
pub static TICKET_COMMENTS: Resource = Resource {
    name: "ticket-comments",
    title: Label("票圈评论", "Comments on tickets"),
    area: Area::Community,
    table: "co_ticket_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().fixed(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("users")).listed().fixed(),
        Field::new("ticket_id", Label("票", "Ticket"), Kind::Relation("tickets")).listed().filtered().fixed(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
        HIDDEN,
    ],
    actions: &[
        Action::on_rows("hide", HIDE, Permission::Moderate, |act| {
            hiding::community(act, Subject::TicketComment, true)
        })
        .asking(WHY),
        Action::on_rows("restore", RESTORE, Permission::Moderate, |act| {
            hiding::community(act, Subject::TicketComment, false)
        }),
    ],
    ..Resource::EMPTY
};
