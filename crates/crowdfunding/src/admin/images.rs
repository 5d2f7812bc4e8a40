//! 众筹图片: images. Identity cards are not among them; they are shown with their users.

use miaohui_admin::{Area, Field, Kind, Label, Resource, choices};

use crate::store::image::image_type;

/// Images of the Crowdfunding API.
pub static IMAGES: Resource = Resource {
    name: "images",
    title: Label("图片", "Images"),
    area: Area::Crowdfunding,
    table: "cf_image",
    label: "name",
    only: concat!("t.kind <> ", image_type!(IdCard)),
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Sql("t.id")).listed(),
        Field::new(
            "kind",
            Label("类型", "Kind"),
            Kind::Choice(
                choices!("1" => ("头像", "Avatar"), "2" => ("封面", "Cover"), "3" => ("内容", "Content")),
            ),
        )
        .listed()
        .read_only(),
        Field::new("user_id", Label("用户", "User"), Kind::Relation("crowdfunding-users"))
            .listed()
            .filtered()
            .read_only(),
        Field::new("media_type", Label("格式", "Format"), Kind::Text(50)).read_only(),
        Field::new("created_at", Label("上传时间", "Uploaded"), Kind::Created).listed(),
    ],
    ..Resource::EMPTY
};
