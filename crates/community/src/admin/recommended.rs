//! 推荐: the recommended lists, ordered by dragging, to which rows are added and from which they are
//! removed.

use miaohui_admin::{Action, ActionContext, Area, Field, Kind, Label, Order, Permission, Resource, Result};

use crate::store::ticket::ticket_state;

/// The action that adds a row of a resource to the end of a list, and the one that removes rows. Lists of
/// some rows only say which: in SQL over the table's columns, and over the last of the list `o`.
macro_rules! add_and_remove {
    ($table:literal, $resource:literal, $title:expr) => {
        add_and_remove!($table, $resource, $title, rows: (""), list: (""))
    };
    ($table:literal, $resource:literal, $title:expr, rows: ($($rows:tt)*), list: ($($list:tt)*)) => {
        &[
            Action::on_resource("add", Label("添加", "Add"), Permission::EditCatalogue, |context| {
                add(
                    context,
                    concat!(
                        "UPDATE ",
                        $table,
                        " SET recommended = (SELECT COALESCE(MAX(o.recommended), 0) + 1 FROM ",
                        $table,
                        " o WHERE ",
                        $($list)*,
                        "o.recommended IS NOT NULL) WHERE ",
                        $($rows)*,
                        "id = $1 AND recommended IS NULL"
                    ),
                )
            })
            .asking(&[Field::new("row", $title, Kind::Relation($resource)).required()]),
            Action::on_rows("remove", Label("移出", "Remove"), Permission::EditCatalogue, |context| {
                let sql = concat!(
                    "UPDATE ",
                    $table,
                    " SET recommended = NULL WHERE id = $1 AND recommended IS NOT NULL"
                );
                Ok(context.tx.execute(sql, &[context.id.into()])? == 1)
            }),
        ]
    };
}

/// Adds the chosen row; `false`: it is in the list already, or is none of its rows.
fn add(context: &mut ActionContext<'_, '_>, sql: &'static str) -> Result<bool> {
    let row = context.answer("row").int();
    Ok(context.tx.execute(sql, &[row.into()])? == 1)
}

const NAME: Field = Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().read_only();
const POSITION: Field = Field::new("recommended", Label("推荐排序", "Position"), Kind::Number).listed();
const IMAGE: Field = Field::new("image", Label("图片", "Picture"), Kind::Picture).listed().read_only();

const LIST: Resource = Resource {
    area: Area::Community,
    label: "name",
    only: "t.recommended IS NOT NULL",
    order: Order::Position("recommended"),
    edit: Some(Permission::EditCatalogue),
    fields: &[IMAGE, NAME, POSITION],
    ..Resource::EMPTY
};

/// Recommended masters.
pub static MASTERS: Resource = Resource {
    name: "recommended-masters",
    title: Label("推荐达人", "Recommended masters"),
    table: "co_master",
    fields: &[
        Field::new("avatar", Label("头像", "Avatar"), Kind::Picture).listed().read_only(),
        NAME,
        POSITION,
    ],
    actions: add_and_remove!("co_master", "masters", Label("达人", "Master")),
    ..LIST
};

/// Recommended projects.
pub static PROJECTS: Resource = Resource {
    name: "recommended-projects",
    title: Label("推荐项目", "Recommended projects"),
    table: "co_project",
    actions: add_and_remove!("co_project", "projects", Label("项目", "Project")),
    ..LIST
};

/// Recommended clothes.
pub static CLOTHES: Resource = Resource {
    name: "recommended-clothes",
    title: Label("推荐服饰", "Recommended clothes"),
    table: "co_merchant_cloth",
    actions: add_and_remove!("co_merchant_cloth", "clothes", Label("服饰", "Clothing")),
    ..LIST
};

/// Recommended games.
pub static GAMES: Resource = Resource {
    name: "recommended-games",
    title: Label("推荐游戏", "Recommended games"),
    table: "co_game",
    actions: add_and_remove!("co_game", "games", Label("游戏", "Game")),
    ..LIST
};

/// Recommended tickets.
pub static TICKETS: Resource = Resource {
    name: "recommended-tickets",
    title: Label("推荐门票", "Recommended tickets"),
    table: "co_ticket",
    only: concat!("t.state = ", ticket_state!(OnSale), " AND NOT t.withdrawn AND t.recommended IS NOT NULL"),
    // The index holds the tickets on sale.
    actions: add_and_remove!(
        "co_ticket",
        "tickets",
        Label("门票", "Ticket"),
        rows: ("state = ", ticket_state!(OnSale), " AND NOT withdrawn AND "),
        list: ("o.state = ", ticket_state!(OnSale), " AND NOT o.withdrawn AND ")
    ),
    ..LIST
};
