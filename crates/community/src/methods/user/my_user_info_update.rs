//! 写个人信息: changes the keys that are sent; null or an empty string clears a value. The avatar
//! is a picture that the caller uploaded. Errors: 400 another picture, a gender other than 0 and 1,
//! not a mail address.

use std::ops::Deref;

use miaohui_kernel::{is_blank, is_mail_address, one_line};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::params::{ModeratedText, Text, patch};
use crate::store::Patch;
use crate::store::user::{self, ProfileChanges};
use crate::subject::Subject;
use crate::{Error, Result, media_names};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Shown name.
    #[serde(default, deserialize_with = "patch")]
    nickname: Patch<ModeratedText<0, 32>>,
    /// Media id of a picture that the caller uploaded; null clears it.
    #[serde(default, deserialize_with = "patch")]
    avatar: Patch<Text<0, 128>>,
    /// 0 or 1; its meaning is the client's.
    gender: Option<i64>,
    /// Province, as typed; null clears it.
    #[serde(default, deserialize_with = "patch")]
    province: Patch<ModeratedText<0, 32>>,
    /// City, as typed; null clears it.
    #[serde(default, deserialize_with = "patch")]
    city: Patch<ModeratedText<0, 32>>,
    /// Unix ms; null clears it.
    #[serde(default, deserialize_with = "patch")]
    birthday: Patch<i64>,
    /// Mail address; null clears it.
    #[serde(default, deserialize_with = "patch")]
    email: Patch<Text<0, 254>>,
    /// Self-introduction; null clears it.
    #[serde(default, deserialize_with = "patch")]
    intro: Patch<ModeratedText<0, 500>>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let nickname = filled(&params.nickname);
    let changes = ProfileChanges {
        nickname: nickname.map(|name| name.map(|name| one_line(&name)).filter(|name| !name.is_empty())),
        avatar: filled(&params.avatar),
        gender: params.gender,
        province: filled(&params.province),
        city: filled(&params.city),
        birthday: params.birthday,
        email: filled(&params.email),
        intro: filled(&params.intro),
    };
    if changes.gender.is_some_and(|gender| !matches!(gender, 0 | 1)) {
        return Err(Error::parameter("gender", "应为 0 或 1"));
    }
    if let Some(Some(email)) = &changes.email
        && !is_mail_address(email)
    {
        return Err(Error::parameter("email", "不是邮箱地址"));
    }
    if let Some(Some(avatar)) = &changes.avatar {
        media_names::claim_own_pictures(call, "avatar", std::slice::from_ref(avatar))?;
    }
    user::update(call.tx, call.user, &changes, call.now)?;
    let ProfileChanges { nickname, province, city, intro, .. } = &changes;
    if [nickname, province, city, intro].iter().any(|text| text.is_some()) {
        call.set_subject(Subject::User, call.user);
    }
    Ok(EmptyReply {})
}

/// Treats a text that shows nothing as cleared.
fn filled<T: Deref<Target = String>>(patch: &Patch<T>) -> Patch<String> {
    let filled = |text: &T| Some(text.to_string()).filter(|text| !is_blank(text));
    patch.as_ref().map(|text| text.as_ref().and_then(filled))
}
