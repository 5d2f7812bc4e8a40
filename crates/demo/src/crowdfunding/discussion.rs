//! Comments of projects, and topics of their supporters.

use miaohui_crowdfunding::Result;
use miaohui_crowdfunding::ids::UserId;
use miaohui_crowdfunding::store::comment::{self, NewComment};
use miaohui_crowdfunding::store::project_status::ProjectStatus::{Succeeded, UnderWay};
use miaohui_crowdfunding::store::{topic, topic_comment};
use miaohui_db::Tx;
use miaohui_kernel::{HOUR_MS, MINUTE_MS};

use super::projects::InsertedProject;
use crate::generator::Generator;
use crate::texts::{
    FUNDING_ANSWERS, FUNDING_COMMENTS, FUNDING_FOLLOW_UPS, FUNDING_REPLIES, FUNDING_THANKS, TOPIC_ANSWERS,
    TOPIC_COMMENTS, TOPIC_ECHOES, TOPICS,
};

/// Inserts everything.
pub fn fill(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    projects: &[InsertedProject<'_>],
) -> Result<()> {
    for (n, project) in projects.iter().enumerate() {
        if project.plan.was_under_way() {
            insert_comments(tx, generator, users, (n, project))?;
        }
        match project.plan.status {
            Succeeded => insert_topics(tx, generator, users, (n, project), project.plan.ends_at)?,
            UnderWay if n % 3 == 0 => {
                insert_topics(tx, generator, users, (n, project), project.plan.decided_at)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns a random user, sometimes none for a comment without an author.
fn any_user(generator: &Generator<'_>, users: &[UserId]) -> Option<UserId> {
    (generator.pick(5) > 0).then(|| users[generator.pick(users.len())])
}

/// Returns a random text.
fn any_text(generator: &Generator<'_>, texts: &[&'static str]) -> &'static str {
    texts[generator.pick(texts.len())]
}

/// Inserts comments of a project, with replies of its owner and others.
fn insert_comments(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    (n, project): (usize, &InsertedProject<'_>),
) -> Result<()> {
    let (owner, from) = (users[project.plan.owner], project.plan.decided_at);
    let count = 3 + generator.pick(6);
    let step = (generator.now - from) / (count as i64 + 1);
    for k in 0..count {
        let mut at = from + step * (k as i64 + 1);
        let mut insert = |user, parent, content| {
            at += generator.between(MINUTE_MS, 80 * MINUTE_MS);
            comment::insert(tx, &NewComment { project: project.id, user, parent, content }, at)
        };
        let about = (n * 3 + k * 7) % FUNDING_COMMENTS.len();
        let top = insert(any_user(generator, users), None, FUNDING_COMMENTS[about])?;
        let mut answered = top;
        for depth in 0..if k == 0 { 4 } else { generator.pick(4) } {
            let (user, text) = match depth {
                0 => (Some(owner), FUNDING_REPLIES[FUNDING_ANSWERS[about]]),
                1 | 3 => (any_user(generator, users), any_text(generator, &FUNDING_FOLLOW_UPS)),
                _ => (Some(owner), any_text(generator, &FUNDING_THANKS)),
            };
            answered = insert(user, Some((answered, top)), text)?;
        }
        if k % 3 == 0 {
            let text = any_text(generator, &FUNDING_FOLLOW_UPS);
            insert(any_user(generator, users), Some((top, top)), text)?;
        }
    }
    Ok(())
}

/// Inserts topics of a project with comments, from a time on.
fn insert_topics(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    (n, project): (usize, &InsertedProject<'_>),
    from: i64,
) -> Result<()> {
    let count = 4 + n % 3;
    let step = (generator.now - from) / (count as i64 + 1);
    for k in 0..count {
        let mut at = from + step * (k as i64 + 1);
        // Topics are open to the owner and to those who have paid.
        let paid = project.plan.supports.iter().filter(|planned| planned.paid && planned.at + HOUR_MS < at);
        let mut members = vec![users[project.plan.owner]];
        members.extend(paid.map(|planned| users[planned.user]));
        let author = if k % 3 == 2 { members[generator.pick(members.len())] } else { members[0] };
        let about = (n * 3 + k) % TOPICS.len();
        let (title, text) = TOPICS[about];
        let id = topic::insert(tx, project.id, author, title, text, at)?;
        let mut insert = |parent, text| {
            at += generator.between(MINUTE_MS, 25 * MINUTE_MS);
            topic_comment::insert(tx, id, members[generator.pick(members.len())], parent, text, at)
        };
        for t in 0..2 + generator.pick(3) {
            let fitting = TOPIC_COMMENTS[TOPIC_ANSWERS[about]];
            let top = insert(None, if t == 0 { fitting } else { any_text(generator, &TOPIC_ECHOES) })?;
            let mut answered = top;
            for _ in 0..generator.pick(4) {
                answered = insert(Some((answered, top)), any_text(generator, &TOPIC_ECHOES))?;
            }
        }
    }
    Ok(())
}
