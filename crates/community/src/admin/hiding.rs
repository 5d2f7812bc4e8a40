//! Operators hide what users write and ban users.

use miaohui_admin::{ActionContext, Result};

use crate::operators::{self, Subject};

/// Hides a thing of a kind.
pub fn hide(context: &mut ActionContext<'_, '_>, kind: Subject) -> Result<bool> {
    Ok(operators::hide(context.tx, kind, context.id)?)
}

/// Shows a hidden thing of a kind again.
pub fn restore(context: &mut ActionContext<'_, '_>, kind: Subject) -> Result<bool> {
    Ok(operators::restore(context.tx, kind, context.id)?)
}

/// Bans a user.
pub fn ban(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    Ok(operators::ban(context.tx, context.id.into(), context.text("reason"))?)
}

/// Lifts a user's ban.
pub fn unban(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    Ok(operators::unban(context.tx, context.id.into())?)
}

/// Erases a user at once, for somebody who cannot log in.
pub fn erase(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    Ok(operators::erase(context.tx, context.id.into(), context.actor, context.now)?)
}
