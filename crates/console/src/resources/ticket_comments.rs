//! 票圈评论.

use crate::Label;
use crate::resource::{Area, Field, Kind, Resource};

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
    ],
    ..Resource::EMPTY
};
