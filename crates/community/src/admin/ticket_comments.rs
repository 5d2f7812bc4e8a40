//! 票圈评论: comments on tickets.

use miaohui_admin::hiding::{HIDDEN, hide, restore};
use miaohui_admin::{Area, Field, Kind, Label, Resource};

use super::hiding;
use crate::operators::Subject;

/// Comments on tickets.
pub static TICKET_COMMENTS: Resource = Resource {
    name: "ticket-comments",
    title: Label("票圈评论", "Comments on tickets"),
    area: Area::Community,
    table: "co_ticket_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().read_only(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("users")).listed().sorted().read_only(),
        Field::new("ticket_id", Label("门票", "Ticket"), Kind::Relation("tickets"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
        HIDDEN,
    ],
    actions: &[
        hide(|context| hiding::hide(context, Subject::TicketComment)).on("NOT t.hidden"),
        restore(|context| hiding::restore(context, Subject::TicketComment)).on("t.hidden"),
    ],
    ..Resource::EMPTY
};
