//! 众筹图片: images. Identity cards are not among them; they are shown with their users.

use miaohui_admin::taking_down::{TAKEN_DOWN, put_back, take_down};
use miaohui_admin::{ActionContext, Area, Field, Kind, Label, Resource, Result, choices};

use crate::store::image::{self, image_type};

/// Images of the Crowdfunding API.
pub static IMAGES: Resource = Resource {
    name: "images",
    title: Label("图片", "Images"),
    area: Area::Crowdfunding,
    table: "cf_image",
    label: "name",
    only: concat!("t.kind <> ", image_type!(IdCard)),
    fields: &[
        Field::new("id", Label("图片", "Picture"), Kind::Image).listed().read_only(),
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
            .sorted()
            .read_only(),
        Field::new("media_type", Label("格式", "Format"), Kind::Text(50)).read_only(),
        Field::new("created_at", Label("上传时间", "Uploaded"), Kind::Created).listed(),
        TAKEN_DOWN,
    ],
    actions: &[take_down(take_image_down), put_back(put_image_back)],
    ..Resource::EMPTY
};

fn take_image_down(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let Some(stored) = image::stored(context.tx, context.id.into())? else { return Ok(false) };
    let reason = context.text("reason");
    Ok(miaohui_web::take_down(context.tx, &stored.blob, reason, context.actor, context.now)?)
}

fn put_image_back(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let Some(stored) = image::stored(context.tx, context.id.into())? else { return Ok(false) };
    Ok(miaohui_web::put_back(context.tx, &stored.blob)?)
}
