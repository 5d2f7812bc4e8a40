//! What the methods that create orders share.

use crate::Result;
use crate::call::Call;
use crate::ids::{OrderId, TicketId};
use crate::store::order::{self, NewOrder};
use crate::store::order_limits;

/// Creates an order of the caller's within the bounds of unpaid orders, and returns its id.
pub(super) fn create(call: &mut Call<'_, '_>, tickets: &[TicketId]) -> Result<OrderId> {
    let (user_id, now) = (call.user, call.now);
    order_limits::require_no_pause(call.tx, user_id, &call.order_limits, now)?;
    let new = NewOrder { user_id, tickets, created_at: now, expires_at: now + call.order_ms };
    let id = order::create(call.tx, &new)?;
    order_limits::require_bounded(call.tx, user_id, &call.order_limits, now)?;
    Ok(id)
}
