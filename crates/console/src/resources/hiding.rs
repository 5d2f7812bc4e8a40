//! What operators do to what people write and to people: hide it, ban them, and take both back.

use miaohui_community::ids::UserId;
use miaohui_community::operators::{self as community_operators, Subject as CommunitySubject};
use miaohui_crowdfunding::operators::{self as crowdfunding_operators, Subject as CrowdfundingSubject};

use crate::resource::{Act, Field, Kind};
use crate::{Label, Result};

/// Why something is done.
pub const WHY: &[Field] = &[Field::new("reason", Label("原因", "Why"), Kind::Long(500)).required()];

/// The names of the deeds.
pub const HIDE: Label = Label("隐藏", "Hide");
/// The other way.
pub const RESTORE: Label = Label("恢复显示", "Show again");
/// Ending somebody's tokens.
pub const BAN: Label = Label("封禁", "Ban");
/// The other way.
pub const UNBAN: Label = Label("解除封禁", "Lift the ban");

/// Whether a thing is hidden.
pub const HIDDEN: Field = Field::new("hidden", HIDE, Kind::Flag).listed().filtered().fixed();
/// The same for a comment that may be hidden with what it answers.
pub const HIDDEN_UNDER: Field =
    Field::new("hidden_under", HIDE, Kind::Sql("CASE WHEN t.hidden_under IS NULL THEN '' ELSE '✓' END"))
        .listed();

/// Hides something of the community, or shows it again.
pub fn community(act: &mut Act<'_, '_>, kind: CommunitySubject, is_hidden: bool) -> Result<bool> {
    let deed = if is_hidden { community_operators::hide } else { community_operators::restore };
    Ok(deed(act.tx, kind, act.id)?)
}

/// Hides something of the crowdfunding, or shows it again.
pub fn crowdfunding(act: &mut Act<'_, '_>, kind: CrowdfundingSubject, is_hidden: bool) -> Result<bool> {
    let reason = act.said("reason").text().to_owned();
    let deed = if is_hidden { crowdfunding_operators::hide } else { crowdfunding_operators::restore };
    Ok(deed(act.tx, kind, act.id.into(), &act.staff.email, &reason, act.now)?)
}

/// Bans a user of the community, or lets them in again.
pub fn ban_user(act: &mut Act<'_, '_>, is_banned: bool) -> Result<bool> {
    let reason = act.said("reason").text().to_owned();
    Ok(if is_banned {
        community_operators::ban(act.tx, UserId(act.id), &reason)?
    } else {
        community_operators::unban(act.tx, UserId(act.id))?
    })
}

/// Bans a user of the crowdfunding, or lets them in again.
pub fn ban_person(act: &mut Act<'_, '_>, is_banned: bool) -> Result<bool> {
    let reason = act.said("reason").text().to_owned();
    let deed = if is_banned { crowdfunding_operators::ban } else { crowdfunding_operators::unban };
    Ok(deed(act.tx, act.id.into(), &act.staff.email, &reason, act.now)?)
}
