//! The names of what the audit records, as pages show them.

use miaohui_admin::{Action, Choice, Kind, Label, Lang, Registry, Resource};

/// What is done on every resource, and beside them.
const VERBS: &[(&str, Label)] = &[
    ("create", Label("新建", "Created")),
    ("save", Label("修改", "Changed")),
    ("delete", Label("删除", "Deleted")),
    ("order", Label("排序", "Put into order")),
    ("view", Label("查看", "Viewed")),
    ("export", Label("导出", "Exported")),
    ("request", Label("申请复核", "Asked for approval")),
    ("sign in", Label("登录", "Signed in")),
    ("sign in failed", Label("登录失败", "Failed to sign in")),
    ("code failed", Label("两步验证失败", "Failed the second step")),
    ("change password", Label("修改密码", "Changed the password")),
    ("second factor on", Label("启用两步验证", "Switched two-step verification on")),
    ("second factor off", Label("停用两步验证", "Switched two-step verification off")),
    ("new recovery codes", Label("生成恢复码", "Made new recovery codes")),
    ("recovery code", Label("使用恢复码", "Used a recovery code")),
    ("answer", Label("回复", "Answered")),
    ("settle", Label("标为无需回复", "Marked as needing no answer")),
];

/// Kinds of records that are no resources.
const KINDS: &[(&str, Label)] = &[
    ("conversations", Label("客服会话", "Conversations")),
    ("identity images", Label("身份证图片", "Identity cards")),
    ("settings", Label("设置", "Settings")),
];

/// The action of a resource with a name.
pub fn action(registry: &Registry, resource: &str, name: &str) -> Option<&'static Action> {
    registry.resource(resource).and_then(|resource: &Resource| resource.action(name))
}

/// The name of an action in the audit.
pub fn verb(registry: &Registry, resource: &str, name: &str) -> Option<Label> {
    let own = action(registry, resource, name).map(|action| action.label);
    own.or_else(|| VERBS.iter().find(|(verb, _)| *verb == name).map(|(_, label)| *label))
}

/// The name of an item of a queue in the reader's language: queues of stored words hold them as
/// `resource key action`, or `product kind reason text`.
pub fn item_name(registry: &Registry, lang: Lang, queue: &str, stored: &str) -> String {
    let parts: Vec<&str> = stored.splitn(4, ' ').collect();
    match (queue, parts.as_slice()) {
        ("requests", [resource, key, name @ ..]) => {
            let name = name.join(" ");
            let title = kind(registry, resource).map_or(*resource, |label| label.of(lang));
            let action = verb(registry, resource, &name).map_or(name.as_str(), |label| label.of(lang));
            format!("{title} {key} · {action}")
        }
        ("reports", [product, kind, reason, text @ ..]) => {
            let title = registry.reported.find(product, kind).map_or(*kind, |thing| thing.title.of(lang));
            let field = registry.resource("reports").and_then(|reports| reports.field("reason"));
            let reason = match field.map(|field| field.kind) {
                Some(Kind::Word(choices)) => {
                    Choice::named(choices, reason).map_or(*reason, |choice| choice.label.of(lang))
                }
                _ => *reason,
            };
            format!("{title} · {reason} {}", text.join(" "))
        }
        _ => stored.to_owned(),
    }
}

/// The name of a kind of records in the audit.
pub fn kind(registry: &Registry, name: &str) -> Option<Label> {
    let own = registry.resource(name).map(|resource| resource.title);
    own.or_else(|| KINDS.iter().find(|(kind, _)| *kind == name).map(|(_, label)| *label))
}
