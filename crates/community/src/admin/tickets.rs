//! 票: tickets. Each is one unit; operators issue many at once, with a pattern of names and a
//! price.

use miaohui_admin::{
    Action, ActionContext, Area, Error, Field, Kind, Label, Permission, Rare, Refusal, Related, Resource,
    Result, choices,
};

use crate::ids::{MasterId, ProjectId, TicketId};
use crate::store::order::order_status;
use crate::store::ticket::{self, NewTickets, ticket_state};
use crate::store::ticket_changes::{self, untouched};

/// Most tickets of one action.
const MOST_ISSUED: i64 = 10_000;

/// Tickets.
pub static TICKETS: Resource = Resource {
    name: "tickets",
    title: Label("门票", "Tickets"),
    area: Area::Community,
    table: "co_ticket",
    label: "name",
    edit: Some(Permission::EditCatalogue),
    editable: concat!("state = ", ticket_state!(OnSale)),
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Picture).listed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().required(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("projects"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("master_id", Label("达人", "Master"), Kind::Relation("masters")).read_only(),
        Field::new("price", Label("价格（元）", "Price (yuan)"), Kind::Money).listed().required(),
        Field::new(
            "state",
            Label("状态", "State"),
            Kind::Choice(
                choices!("0" => ("在售", "On sale", Good), "1" => ("已预订", "Reserved", Wait), "2" => ("已售", "Sold")),
            ),
        )
        .listed()
        .filtered_with(&[
            Rare {
                value: "0",
                // The index has the withdrawn ones apart.
                found: concat!("s.withdrawn IN (FALSE, TRUE) AND s.state = ", ticket_state!(OnSale)),
            },
            // A reserved ticket belongs to an order that waits for its payment.
            Rare {
                value: "1",
                found: concat!(
                    "s.order_id IN (SELECT o.id FROM co_order o WHERE o.expires_at > 0 AND o.status = ",
                    order_status!(Pending),
                    ")"
                ),
            },
            Rare { value: "2", found: "s.owner_id > 0" },
        ])
        .read_only(),
        Field::new("withdrawn", Label("已下架", "Withdrawn"), Kind::Flag).listed().read_only(),
        Field::new("owner_id", Label("持有人", "Owner"), Kind::Relation("users"))
            .listed()
            .filtered()
            .read_only(),
        Field::new("order_id", Label("订单", "Order"), Kind::Relation("orders")).filtered().read_only(),
        Field::new("images", Label("图集", "Pictures"), Kind::Pictures),
        Field::new("intro", Label("介绍", "Introduction"), Kind::Story),
        Field::new("recommended", Label("推荐排序", "Position among the recommended"), Kind::Number),
        Field::new("sold_at", Label("售出时间", "Sold"), Kind::Time).read_only(),
        Field::new(
            "admitted_at",
            Label("入场时间", "Admitted"),
            Kind::SqlTime("SELECT c.admitted_at FROM co_check_in c WHERE c.ticket_id = t.id"),
        ),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("updated_at", Label("更新时间", "Changed"), Kind::Updated),
    ],
    actions: &[ISSUE, REPRICE, WITHDRAW, PUT_BACK, DELETE],
    related: &[Related::by("ticket-comments", "ticket_id"), Related::by("check-ins", "ticket_id")],
    ..Resource::EMPTY
};

const ISSUE: Action =
    Action::on_resource("issue", Label("批量放票", "Issue tickets"), Permission::EditCatalogue, issue)
        .asking(&[
            Field::new("project_id", Label("项目", "Project"), Kind::Relation("projects")).required(),
            Field::new("count", Label("数量", "Number of tickets"), Kind::Number).required(),
            Field::new("name", Label("名称（{n} 是序号）", "Name ({n} is its number)"), Kind::Text(100))
                .required(),
            Field::new("price", Label("价格（元）", "Price (yuan)"), Kind::Money).required(),
            Field::new(
                "image",
                Label("图片（空：项目的图片）", "Picture (empty: the project's)"),
                Kind::Picture,
            ),
            Field::new("intro", Label("介绍", "Introduction"), Kind::Story),
        ]);

const REPRICE: Action =
    Action::on_rows("reprice", Label("改价", "Change the price"), Permission::EditCatalogue, |context| {
        let price = context.answer("price").fen();
        Ok(ticket_changes::reprice(context.tx, TicketId(context.id), price, context.now)?)
    })
    .on(concat!("t.state = ", ticket_state!(OnSale)))
    .asking(&[Field::new("price", Label("新价格（元）", "New price (yuan)"), Kind::Money).required()])
    .confirmed();

const WITHDRAW: Action =
    Action::on_rows("withdraw", Label("下架", "Withdraw"), Permission::EditCatalogue, |context| {
        Ok(ticket_changes::set_withdrawn(context.tx, TicketId(context.id), true, context.now)?)
    })
    .on("NOT t.withdrawn")
    .confirmed();

const PUT_BACK: Action = Action::on_rows(
    "put-back",
    Label("恢复销售", "Put back on sale"),
    Permission::EditCatalogue,
    |context| Ok(ticket_changes::set_withdrawn(context.tx, TicketId(context.id), false, context.now)?),
)
.on("t.withdrawn");

const DELETE: Action =
    Action::on_rows("remove", Label("删除", "Delete"), Permission::EditCatalogue, |context| {
        Ok(ticket_changes::delete(context.tx, TicketId(context.id))?)
    })
    .on(concat!("t.state = ", ticket_state!(OnSale), " AND", untouched!("t")))
    .confirmed();

/// Issues tickets of a project; `false`: there is no such project.
fn issue(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let project_id = ProjectId(context.answer("project_id").int());
    let count = context.answer("count").int();
    if !(1..=MOST_ISSUED).contains(&count) {
        return Err(Error::Invalid(Refusal::new(
            format!("数量应为 1 到 {MOST_ISSUED}"),
            format!("The number is from 1 to {MOST_ISSUED}"),
        )));
    }
    let project: Option<(MasterId, Option<String>)> = context
        .tx
        .query_opt("SELECT master_id, image FROM co_project WHERE id = $1", &[project_id.into()])?;
    let Some((master_id, project_image)) = project else { return Ok(false) };
    let image = match context.text("image") {
        "" => project_image.unwrap_or_default(),
        image => image.to_owned(),
    };
    let pattern = context.text("name");
    let names: Vec<(String, i64)> = if pattern.contains("{n}") {
        (1..=count).map(|n| (pattern.replace("{n}", &n.to_string()), 1)).collect()
    } else {
        vec![(pattern.to_owned(), count)]
    };
    for (name, count) in &names {
        let new = NewTickets {
            project_id,
            master_id,
            name,
            image: &image,
            images: "[]",
            intro: context.text("intro"),
            price: context.answer("price").fen(),
            count: *count,
            recommended: None,
            created_at: context.now,
        };
        ticket::issue(context.tx, &new)?;
    }
    Ok(true)
}
