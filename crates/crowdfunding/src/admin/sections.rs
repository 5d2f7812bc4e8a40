//! 项目进度: the work that follows a successful project, in parts.

use miaohui_admin::{Area, Field, Kind, Label, Resource, choices};

use crate::store::progress::progress;

/// Parts of the work.
pub static SECTIONS: Resource = Resource {
    name: "sections",
    title: Label("项目进度", "Progress"),
    area: Area::Crowdfunding,
    table: "cf_section",
    label: "title",
    in_navigation: false,
    fields: &[
        Field::new("title", Label("标题", "Title"), Kind::Text(200)).listed().read_only(),
        Field::new("description", Label("说明", "Description"), Kind::Long(2000)).listed().read_only(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("crowdfunding-projects"))
            .listed()
            .read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(
                choices!("0" => ("未开始", "Not begun"), "1" => ("进行中", "Under way", Wait), "2" => ("完成", "Done", Good)),
            ),
        )
        .listed()
        .read_only(),
        Field::new(
            "tasks",
            Label("任务（完成/全部）", "Tasks (done of all)"),
            Kind::Sql(concat!(
                "SELECT CAST(COUNT(CASE WHEN k.status = ",
                progress!(Done),
                " THEN 1 END) AS TEXT) || '/' || CAST(COUNT(*) AS TEXT) FROM cf_task k WHERE k.section_id = t.id",
            )),
        )
        .listed(),
    ],
    ..Resource::EMPTY
};
