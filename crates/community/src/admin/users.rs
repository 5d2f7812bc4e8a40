//! 用户: users of the Community API.

use miaohui_admin::hiding::{ban, erase, unban};
use miaohui_admin::{Area, Field, Kind, Label, Permission, Related, Resource, Searching, choices};

use super::hiding;

/// Users.
pub static USERS: Resource = Resource {
    name: "users",
    title: Label("用户", "Users"),
    area: Area::Community,
    table: "co_user",
    searching: Searching::Pieces { table: "co_user_piece" },
    label: "nickname",
    edit: Some(Permission::Moderate),
    fields: &[
        Field::new("avatar", Label("头像", "Avatar"), Kind::Picture).listed(),
        Field::new("nickname", Label("昵称", "Nickname"), Kind::Text(50)).listed().searched().sorted().required(),
        Field::new("uid", Label("编号", "Public id"), Kind::Uid).searched(),
        Field::new("country", Label("区号", "Country code"), Kind::Text(5)).read_only(),
        Field::new("phone", Label("手机", "Phone"), Kind::Text(20))
            .listed()
            .searched()
            .sorted()
            .read_only()
            .recipient(),
        Field::new(
            "gender",
            Label("性别", "Gender"),
            Kind::Choice(choices!("0" => ("男", "Male"), "1" => ("女", "Female"))),
        )
        .read_only(),
        Field::new("intro", Label("简介", "Introduction"), Kind::Long(1000)),
        Field::new("score", Label("积分", "Score"), Kind::Number).required(),
        Field::new("level", Label("等级", "Level"), Kind::Number).required(),
        Field::new("follower_count", Label("关注者", "Followers"), Kind::Number).listed().read_only(),
        Field::new("article_count", Label("文章", "Articles"), Kind::Number).listed().read_only(),
        Field::new("banned", Label("封禁", "Ban"), Kind::Text(500))
            .listed()
            .filtered_by_presence()
            .read_only(),
        Field::new("created_at", Label("注册时间", "Signed up"), Kind::Created).listed(),
    ],
    actions: &[
        ban(hiding::ban).on("t.banned IS NULL"),
        unban(hiding::unban).on("t.banned IS NOT NULL"),
        erase(hiding::erase),
    ],
    related: &[
        Related::by("orders", "user_id").offering(&["cancel"]),
        Related::by("tickets", "owner_id"),
        Related::on(
            "outbox",
            "t.recipient = (SELECT '+' || u.country || u.phone FROM co_user u WHERE u.id = {key})",
        )
        .titled("近两天的短信", "Messages of two days"),
        Related::on(
            "reports",
            "t.id IN (SELECT r.id FROM moderation_report r WHERE r.product = 'community' AND r.reporter = {key}
               UNION ALL SELECT r.id FROM moderation_report r
               WHERE r.product = 'community' AND r.kind = 'user' AND r.thing_id = {key})",
        )
        .titled("举报和被举报", "Reports by and about"),
        Related::by("articles", "user_id").offering(&["hide", "restore"]),
        Related::on("article-comments", "t.user_id = {key}").offering(&["hide", "restore"]),
        Related::on("sessions", "t.user_id = {key}").offering(&["end"]),
    ],
    ..Resource::EMPTY
};
