//! 敏感词: words that texts must not contain. A change takes effect at once in this process and
//! within seconds in others.

use miaohui_admin::{
    Action, ActionContext, Area, Choice, Field, Kind, Label, Permission, Resource, Result, Wake, choices,
};

use crate::word::{self, Added, Policy};

/// What happens to a text with a word.
const POLICIES: &[Choice] = choices!("refuse" => ("拒绝发布", "Refuse"), "mask" => ("以 * 代替", "Mask"), "queue" => ("发布并上报", "Publish and report"));

/// The permission to see and edit the list.
const NEED: Permission = Permission::Moderate;

/// Words of the list.
pub static WORDS: Resource = Resource {
    name: "words",
    title: Label("敏感词", "Words"),
    area: Area::System,
    table: "moderation_word",
    label: "word",
    see: NEED,
    fields: &[
        Field::new("word", Label("词", "Word"), Kind::Text(word::MOST_CHARS))
            .listed()
            .searched()
            .sorted()
            .read_only(),
        Field::new("policy", Label("处理", "Policy"), Kind::Word(POLICIES)).listed().read_only(),
        Field::new("created_at", Label("添加时间", "Added"), Kind::Created).listed(),
    ],
    actions: &[
        Action::on_resource("add", Label("添加", "Add"), NEED, add)
            .asking(&[
                Field::new("words", Label("词（每行一个）", "Words (one a line)"), Kind::Long(100_000))
                    .required(),
                Field::new("policy", Label("处理", "Policy"), Kind::Word(POLICIES)).required(),
            ])
            .waking(Wake::Words),
        Action::on_rows("change", Label("修改处理", "Change the policy"), NEED, change)
            .asking(&[Field::new("policy", Label("处理", "Policy"), Kind::Word(POLICIES)).required()])
            .waking(Wake::Words),
        Action::on_rows("remove", Label("删除", "Remove"), NEED, |context| {
            Ok(word::remove(context.tx, context.id.into())?)
        })
        .confirmed()
        .waking(Wake::Words),
    ],
    ..Resource::EMPTY
};

/// The policy that the operator chose.
fn policy(context: &ActionContext<'_, '_>) -> Policy {
    Policy::from_value(context.text("policy")).unwrap_or(Policy::Queue)
}

/// Adds the words of a text, one a line; `false`: all of them are known.
fn add(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let policy = policy(context);
    let mut is_new = false;
    for word in context.text("words").lines().map(str::trim).filter(|word| !word.is_empty()) {
        is_new |= matches!(word::add(context.tx, word, policy, context.now)?, Added::New(_));
    }
    Ok(is_new)
}

/// Changes the policy of a word.
fn change(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let policy = policy(context);
    Ok(word::set_policy(context.tx, context.id.into(), policy)?)
}
