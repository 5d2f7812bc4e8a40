//! 达人项目: projects of masters, for which tickets are sold.

use miaohui_admin::{Area, Field, Figure, Kind, Label, Permission, Related, Resource, Searching};
use miaohui_db::{Result, Tx};

use crate::ids::ProjectId;
use crate::store::check_in;

/// Projects of masters.
pub static PROJECTS: Resource = Resource {
    name: "projects",
    title: Label("达人项目", "Masters' projects"),
    area: Area::Community,
    table: "co_project",
    searching: Searching::Table,
    label: "name",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Picture).listed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().searched().required(),
        Field::new("master_id", Label("达人", "Master"), Kind::Relation("masters"))
            .listed()
            .filtered()
            .required(),
        Field::new("intro", Label("介绍", "Introduction"), Kind::Story),
        Field::new("ticket_count", Label("在售票数", "Tickets"), Kind::Number).listed().read_only(),
        Field::new("recommended", Label("推荐排序", "Position among the recommended"), Kind::Number),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    related: &[
        Related::by("tickets", "project_id"),
        Related::by("check-ins", "project_id"),
        Related::by("double-entries", "project_id"),
    ],
    figures: Some(attendance),
    ..Resource::EMPTY
};

/// How many tickets of a project are sold, and how many of them were admitted.
fn attendance(tx: &mut Tx<'_>, id: i64) -> Result<Vec<Figure>> {
    let id = ProjectId(id);
    let (sold, gates) = (check_in::sold(tx, id)?, check_in::by_gate(tx, id)?);
    let admitted: i64 = gates.iter().map(|(_, admitted)| admitted).sum();
    let share = if sold == 0 { "–".to_owned() } else { format!("{}%", admitted * 100 / sold) };
    Ok(vec![
        Figure { label: Label("已售", "Sold"), value: sold.to_string(), page: None },
        Figure {
            label: Label("已入场", "Admitted"),
            value: admitted.to_string(),
            page: Some(format!("/console/r/check-ins?f.project_id={id}")),
        },
        Figure { label: Label("入场率", "Attendance"), value: share, page: None },
    ])
}
