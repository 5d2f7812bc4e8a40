//! Groups of events, which an endpoint chooses from.

/// A group of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventGroup {
    /// Accounts of users.
    Users,
    /// Orders of tickets.
    Orders,
    /// Payments at a provider.
    Payments,
    /// Refunds at a provider.
    Refunds,
    /// Private messages.
    Messages,
    /// Reports of content and users.
    Reports,
    /// Crowdfunding projects.
    Projects,
    /// Supports of crowdfunding projects.
    Supports,
    /// Texts that were written, about which an endpoint decides.
    Moderation,
}

/// The statement that writes an event for the endpoints with a column.
macro_rules! insert {
    ($column:literal) => {
        concat!(
            "INSERT INTO webhook_delivery (endpoint_id, kind, thing, data, created_at, next_at, answer_by)
             SELECT id, CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT),
               CAST($4 AS BIGINT), CAST($5 AS BIGINT) FROM webhook_endpoint WHERE ",
            $column,
            " ORDER BY id"
        )
    };
}

impl EventGroup {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Users,
        Self::Orders,
        Self::Payments,
        Self::Refunds,
        Self::Messages,
        Self::Reports,
        Self::Projects,
        Self::Supports,
        Self::Moderation,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Orders => "orders",
            Self::Payments => "payments",
            Self::Refunds => "refunds",
            Self::Messages => "messages",
            Self::Reports => "reports",
            Self::Projects => "projects",
            Self::Supports => "supports",
            Self::Moderation => "moderation",
        }
    }

    /// The group with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }

    /// Its bit among those that the database watches.
    pub(crate) const fn bit(self) -> u64 {
        1 << self as u32
    }

    /// The statement that writes an event for each endpoint that wants the group.
    pub(crate) const fn insert(self) -> &'static str {
        match self {
            Self::Users => insert!("wants_users"),
            Self::Orders => insert!("wants_orders"),
            Self::Payments => insert!("wants_payments"),
            Self::Refunds => insert!("wants_refunds"),
            Self::Messages => insert!("wants_messages"),
            Self::Reports => insert!("wants_reports"),
            Self::Projects => insert!("wants_projects"),
            Self::Supports => insert!("wants_supports"),
            Self::Moderation => insert!("moderates"),
        }
    }
}
