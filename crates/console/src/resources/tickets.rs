//! 票: one ticket is one unit. They are issued many at a time, with a name's pattern and a price.

use miaohui_community::ids::{MasterId, ProjectId};
use miaohui_community::store::ticket::{self, NewTickets};

use miaohui_kernel::Fen;

use crate::choices;
use crate::resource::{Act, Action, Area, Field, Kind, On, Related, Resource};
use crate::{Error, Label, Permission, Result};

/// Most tickets issued at once.
const MOST_ISSUED: i64 = 10_000;

/// Tickets.
pub static TICKETS: Resource = Resource {
    name: "tickets",
    title: Label("票", "Tickets"),
    area: Area::Community,
    table: "co_ticket",
    label: "name",
    edit: Some(Permission::EditCatalogue),
    editable: "state = 0",
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Picture).listed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().required(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("stalls"))
            .listed()
            .filtered()
            .fixed(),
        Field::new("master_id", Label("达人", "Master"), Kind::Relation("masters")).fixed(),
        Field::new("price", Label("价格（元）", "Price (yuan)"), Kind::Money).listed().required(),
        Field::new(
            "state",
            Label("状态", "State"),
            Kind::Choice(
                choices!("0" => ("在售", "On sale"), "1" => ("已预订", "Reserved"), "2" => ("已售", "Sold")),
            ),
        )
        .listed()
        .fixed(),
        Field::new("owner_id", Label("持有人", "Owner"), Kind::Relation("users")).listed().filtered().fixed(),
        Field::new("order_id", Label("订单", "Order"), Kind::Relation("orders")).filtered().fixed(),
        Field::new("images", Label("图集", "Pictures"), Kind::Pictures),
        Field::new("intro", Label("介绍", "Introduction"), Kind::Story),
        Field::new("recommended", Label("推荐位", "Recommended at"), Kind::Number),
        Field::new("sold_at", Label("售出时间", "Sold"), Kind::Time).fixed(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("updated_at", Label("更新时间", "Changed"), Kind::Updated),
    ],
    actions: &[ISSUE],
    related: &[Related { resource: "ticket-comments", field: "ticket_id" }],
    ..Resource::EMPTY
};

const ISSUE: Action = Action {
    on: On::Resource,
    ..Action::on_rows("issue", Label("批量发票", "Issue tickets"), Permission::EditCatalogue, issue)
}
.asking(&[
    Field::new("project_id", Label("项目", "Project"), Kind::Relation("stalls")).required(),
    Field::new("count", Label("数量", "How many"), Kind::Number).required(),
    Field::new("name", Label("名称（{n} 是序号）", "Name ({n} is its number)"), Kind::Text(100)).required(),
    Field::new("price", Label("价格（元）", "Price (yuan)"), Kind::Money).required(),
    Field::new("image", Label("图片（空：项目的图片）", "Picture (none: the project's)"), Kind::Picture),
    Field::new("intro", Label("介绍", "Introduction"), Kind::Story),
]);

fn issue(act: &mut Act<'_, '_>) -> Result<bool> {
    let (project_id, count) = (act.said("project_id").int(), act.said("count").int());
    if !(1..=MOST_ISSUED).contains(&count) {
        return Err(Error::Invalid(format!("1 … {MOST_ISSUED}")));
    }
    let found: Option<(MasterId, Option<String>)> =
        act.tx.query_opt("SELECT master_id, image FROM co_project WHERE id = $1", &[project_id.into()])?;
    let Some((master_id, own_image)) = found else { return Ok(false) };
    let pattern = act.said("name").text().to_owned();
    let image = match act.said("image").text() {
        "" => own_image.unwrap_or_default(),
        image => image.to_owned(),
    };
    let (price, intro) = (act.said("price").int(), act.said("intro").text().to_owned());
    let names: Vec<(String, i64)> = if pattern.contains("{n}") {
        (1..=count).map(|n| (pattern.replace("{n}", &n.to_string()), 1)).collect()
    } else {
        vec![(pattern, count)]
    };
    for (name, count) in &names {
        let new = NewTickets {
            project_id: ProjectId(project_id),
            master_id,
            name,
            image: &image,
            images: "[]",
            intro: &intro,
            price: Fen(price),
            count: *count,
            recommended: None,
            created_at: act.now,
        };
        ticket::issue(act.tx, &new)?;
    }
    Ok(true)
}
