//! What people say of the projects, and what their supporters talk about among themselves.

use miaohui_crowdfunding::Result;
use miaohui_crowdfunding::ids::UserId;
use miaohui_crowdfunding::store::comment::{self, NewComment};
use miaohui_crowdfunding::store::project_status::ProjectStatus::{Succeeded, UnderWay};
use miaohui_crowdfunding::store::{topic, topic_comment};
use miaohui_db::Tx;
use miaohui_kernel::{HOUR_MS, MINUTE_MS};

use super::Maker;
use super::projects::Made;
use crate::texts::{
    FUNDING_ANSWERS, FUNDING_COMMENTS, FUNDING_FOLLOW_UPS, FUNDING_REPLIES, FUNDING_THANKS, TOPIC_ANSWERS,
    TOPIC_COMMENTS, TOPIC_ECHOES, TOPICS,
};

/// Lets everybody talk.
pub fn fill(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], projects: &[Made<'_>]) -> Result<()> {
    for (n, project) in projects.iter().enumerate() {
        if project.plan.was_under_way() {
            comments(tx, maker, users, (n, project))?;
        }
        match project.plan.state {
            Succeeded => topics(tx, maker, users, (n, project), project.plan.until)?,
            UnderWay if n % 3 == 0 => topics(tx, maker, users, (n, project), project.plan.decided)?,
            _ => {}
        }
    }
    Ok(())
}

/// Somebody, now and then nobody in particular.
fn somebody(maker: &Maker<'_>, users: &[UserId]) -> Option<UserId> {
    (maker.pick(5) > 0).then(|| users[maker.pick(users.len())])
}

fn one_of(maker: &Maker<'_>, texts: &[&'static str]) -> &'static str {
    texts[maker.pick(texts.len())]
}

fn comments(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    users: &[UserId],
    (n, project): (usize, &Made<'_>),
) -> Result<()> {
    let (owner, from) = (users[project.plan.owner], project.plan.decided);
    let count = 3 + maker.pick(6);
    let step = (maker.now - from) / (count as i64 + 1);
    for k in 0..count {
        let mut at = from + step * (k as i64 + 1);
        let mut say = |user, parent, content| {
            at += maker.between(MINUTE_MS, 80 * MINUTE_MS);
            comment::insert(tx, &NewComment { project: project.id, user, parent, content }, at)
        };
        let about = (n * 3 + k * 7) % FUNDING_COMMENTS.len();
        let top = say(somebody(maker, users), None, FUNDING_COMMENTS[about])?;
        let mut answered = top;
        for depth in 0..if k == 0 { 4 } else { maker.pick(4) } {
            let (user, text) = match depth {
                0 => (Some(owner), FUNDING_REPLIES[FUNDING_ANSWERS[about]]),
                1 | 3 => (somebody(maker, users), one_of(maker, &FUNDING_FOLLOW_UPS)),
                _ => (Some(owner), one_of(maker, &FUNDING_THANKS)),
            };
            answered = say(user, Some((answered, top)), text)?;
        }
        if k % 3 == 0 {
            let text = one_of(maker, &FUNDING_FOLLOW_UPS);
            say(somebody(maker, users), Some((top, top)), text)?;
        }
    }
    Ok(())
}

fn topics(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    users: &[UserId],
    (n, project): (usize, &Made<'_>),
    from: i64,
) -> Result<()> {
    let count = 4 + n % 3;
    let step = (maker.now - from) / (count as i64 + 1);
    for k in 0..count {
        let mut at = from + step * (k as i64 + 1);
        // Whoever has not paid yet is not let in.
        let paid = project.plan.pledges.iter().filter(|pledge| pledge.paid && pledge.at + HOUR_MS < at);
        let mut inside = vec![users[project.plan.owner]];
        inside.extend(paid.map(|pledge| users[pledge.user]));
        let author = if k % 3 == 2 { inside[maker.pick(inside.len())] } else { inside[0] };
        let about = (n * 3 + k) % TOPICS.len();
        let (title, text) = TOPICS[about];
        let id = topic::insert(tx, project.id, author, title, text, at)?;
        let mut say = |parent, text| {
            at += maker.between(MINUTE_MS, 25 * MINUTE_MS);
            topic_comment::insert(tx, id, inside[maker.pick(inside.len())], parent, text, at)
        };
        for t in 0..2 + maker.pick(3) {
            let fitting = TOPIC_COMMENTS[TOPIC_ANSWERS[about]];
            let top = say(None, if t == 0 { fitting } else { one_of(maker, &TOPIC_ECHOES) })?;
            let mut answered = top;
            for _ in 0..maker.pick(4) {
                answered = say(Some((answered, top)), one_of(maker, &TOPIC_ECHOES))?;
            }
        }
    }
    Ok(())
}
