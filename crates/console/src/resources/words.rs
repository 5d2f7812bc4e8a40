//! 敏感词: what texts may not hold. A change counts at once here and within seconds in other processes.

use miaohui_moderation::WordId;
use miaohui_moderation::word::{self, Added, Policy};

use crate::choices;
use crate::resource::{Act, Action, Area, Choice, Field, Kind, Resource, Wakes};
use crate::{Label, Permission, Result};

const POLICIES: &[Choice] = choices!("refuse" => ("拒绝发布", "Refuse"), "mask" => ("以 * 代替", "Mask"), "queue" => ("发布并上报", "Publish and report"));

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
        Field::new("word", Label("词", "Word"), Kind::Text(word::MOST_CHARS)).listed().searched().fixed(),
        Field::new("policy", Label("处理", "What happens"), Kind::Word(POLICIES)).listed().fixed(),
        Field::new("created_at", Label("添加时间", "Added"), Kind::Created).listed(),
    ],
    actions: &[
        Action::on_rows("add", Label("添加", "Add"), NEED, add)
            .on_resource()
            .asking(&[
                Field::new("words", Label("词（每行一个）", "Words (a line each)"), Kind::Long(100_000))
                    .required(),
                Field::new("policy", Label("处理", "What happens"), Kind::Word(POLICIES)).required(),
            ])
            .waking(Wakes::Words),
        Action::on_rows("change", Label("修改处理", "Change what happens"), NEED, change)
            .asking(&[Field::new("policy", Label("处理", "What happens"), Kind::Word(POLICIES)).required()])
            .waking(Wakes::Words),
        Action::on_rows("remove", Label("删除", "Remove"), NEED, |act| {
            Ok(word::remove(act.tx, WordId(act.id))?)
        })
        .grave()
        .waking(Wakes::Words),
    ],
    ..Resource::EMPTY
};

fn policy(act: &Act<'_, '_>) -> Policy {
    Policy::from_value(act.said("policy").text()).unwrap_or(Policy::Queue)
}

/// Adds the words that are not there yet.
fn add(act: &mut Act<'_, '_>) -> Result<bool> {
    let (text, policy) = (act.said("words").text().to_owned(), policy(act));
    let mut is_new = false;
    for word in text.lines().map(str::trim).filter(|word| !word.is_empty()) {
        is_new |= matches!(word::add(act.tx, word, policy, act.now)?, Added::New(_));
    }
    Ok(is_new)
}

fn change(act: &mut Act<'_, '_>) -> Result<bool> {
    let policy = policy(act);
    Ok(word::set_policy(act.tx, WordId(act.id), policy)?)
}
