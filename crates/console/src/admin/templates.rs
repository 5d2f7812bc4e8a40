//! 常用语: texts that operators write again and again.

use miaohui_admin::{Area, Choice, Field, Kind, Label, Order, Permission, Resource, Searching, choices};

/// Where a template is offered.
const KINDS: &[Choice] = choices!(
    "reply" => ("客服回复", "Answers to users"),
    "reject" => ("驳回项目的原因", "Reasons to reject a project"),
    "refund" => ("退款原因", "Reasons of refunds"),
    "reason" => ("隐藏、封禁等的原因", "Reasons to hide, ban and so on"),
);

/// Templates.
pub static TEMPLATES: Resource = Resource {
    name: "templates",
    title: Label("常用语", "Templates"),
    area: Area::System,
    table: "console_template",
    searching: Searching::Table,
    label: "text",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    order: Order::Position("position"),
    fields: &[
        Field::new("kind", Label("用在", "Offered for"), Kind::Word(KINDS)).listed().filtered().required(),
        Field::new("text", Label("内容", "Text"), Kind::Long(500)).listed().searched().required(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created),
    ],
    ..Resource::EMPTY
};
