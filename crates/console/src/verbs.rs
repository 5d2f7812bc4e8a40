//! The names of what the audit records, as pages show them.

use miaohui_admin::{Action, Label, Registry, Resource};

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
    ("recovery code", Label("使用恢复码", "Used a recovery code")),
    ("answer", Label("回复", "Answered")),
    ("settle", Label("标为无需回复", "Marked as needing no answer")),
];

/// Kinds of records that are no resources.
const KINDS: &[(&str, Label)] = &[("conversations", Label("客服会话", "Conversations"))];

/// The action of a resource with a name.
pub fn action(registry: &Registry, resource: &str, name: &str) -> Option<&'static Action> {
    registry.resource(resource).and_then(|resource: &Resource| resource.action(name))
}

/// The name of an action in the audit.
pub fn verb(registry: &Registry, resource: &str, name: &str) -> Option<Label> {
    let own = action(registry, resource, name).map(|action| action.label);
    own.or_else(|| VERBS.iter().find(|(verb, _)| *verb == name).map(|(_, label)| *label))
}

/// The name of a kind of records in the audit.
pub fn kind(registry: &Registry, name: &str) -> Option<Label> {
    let own = registry.resource(name).map(|resource| resource.title);
    own.or_else(|| KINDS.iter().find(|(kind, _)| *kind == name).map(|(_, label)| *label))
}
