//! 上传文件: uploaded pictures and videos. Operators take them down wherever they are shown.

use miaohui_admin::taking_down::{TAKEN_DOWN, put_back, take_down};
use miaohui_admin::{ActionContext, Area, Field, Kind, Label, Resource, Result};

use crate::store::media;

/// Uploaded files of the Community API.
pub static MEDIA: Resource = Resource {
    name: "media",
    title: Label("上传文件", "Uploads"),
    area: Area::Community,
    table: "co_media",
    text_key: true,
    only: "t.blob IS NOT NULL",
    fields: &[
        Field::new("id", Label("文件", "File"), Kind::Picture).listed().searched().read_only(),
        Field::new("user_id", Label("用户", "User"), Kind::Relation("users")).listed().filtered().read_only(),
        Field::new("media_type", Label("格式", "Format"), Kind::Text(50)).listed().read_only(),
        Field::new("size", Label("字节", "Bytes"), Kind::Number).listed().read_only(),
        Field::new("uploaded_at", Label("上传时间", "Uploaded"), Kind::Time).listed().sorted().read_only(),
        Field::new("unused_at", Label("未使用起始时间", "Unused since"), Kind::Time).read_only(),
        Field::new("hidden", Label("隐藏", "Hidden"), Kind::Flag).listed().read_only(),
        TAKEN_DOWN,
    ],
    actions: &[take_down(take_media_down), put_back(put_media_back)],
    ..Resource::EMPTY
};

fn take_media_down(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let Some(stored) = media::find_any(context.tx, context.key)? else { return Ok(false) };
    let reason = context.text("reason");
    Ok(miaohui_web::take_down(context.tx, &stored.blob, reason, context.actor, context.now)?)
}

fn put_media_back(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let Some(stored) = media::find_any(context.tx, context.key)? else { return Ok(false) };
    Ok(miaohui_web::put_back(context.tx, &stored.blob)?)
}
