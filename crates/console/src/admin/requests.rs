//! 复核: actions that wait for a second person.

use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Naming, Permission, Queue, Resource, Result, Services,
    choices,
};

use crate::second_person::{self, SecondPerson, request_status};

/// Requests that wait.
const WAITS: &str = concat!("t.status = ", request_status!(Waiting));

/// Requests.
pub static REQUESTS: Resource = Resource {
    name: "requests",
    title: Label("复核", "Second person"),
    area: Area::Money,
    table: "console_request",
    label: "subject",
    see: Permission::SeeMoney,
    fields: &[
        Field::new(
            "subject",
            Label("记录", "Record"),
            Kind::Thing { kind: "resource", naming: Naming::Resources },
        )
        .listed()
        .read_only(),
        Field::new("action", Label("动作", "Action"), Kind::ActionName).listed().read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("answers", Label("填写内容", "Entered"), Kind::Json).read_only(),
        Field::new("requested_by", Label("申请人", "Requested by"), Kind::Text(200)).listed().read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!("0" => ("待复核", "Waiting", Wait), "1" => ("已执行", "Approved", Good), "2" => ("已驳回", "Declined", Bad))),
        )
        .listed()
        .filtered()
        .sorted()
        .read_only(),
        Field::new("decided_by", Label("复核人", "Decided by"), Kind::Text(200)).listed().read_only(),
        Field::new("created_at", Label("申请时间", "Requested"), Kind::Created).listed(),
        Field::new("decided_at", Label("复核时间", "Decided"), Kind::Time).read_only(),
    ],
    actions: &[
        Action::on_rows("approve", Label("复核通过", "Approve"), Permission::MoveMoney, approve)
            .on(WAITS)
            .confirmed()
            .using(Services::has::<SecondPerson>),
        Action::on_rows("decline", Label("驳回", "Decline"), Permission::MoveMoney, |context| {
            SecondPerson::decline(context)
        })
        .on(WAITS),
    ],
    ..Resource::EMPTY
};

/// What waits for a second person.
pub static QUEUE: Queue = Queue {
    name: "requests",
    title: Label("待复核", "Waits for a second person"),
    need: Permission::MoveMoney,
    page: "/console/r/requests?f.status=0",
    item_page: "/console/r/requests/{}",
    count: |tx, most| second_person::count_waiting(tx, most),
    items: |tx, most| second_person::waiting_items(tx, most),
};

fn approve(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    context.service::<SecondPerson>()?.approve(context)
}
