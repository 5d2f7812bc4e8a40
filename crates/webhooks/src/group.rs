//! Groups of events, which an endpoint chooses from.

use miaohui_admin::Label;

/// Defines the groups: each with its bit among those that the database watches, its name on the command
/// line, the column of endpoints that want it, and its label on pages.
macro_rules! event_groups {
    ($($(#[$doc:meta])* $group:ident = $bit:literal, $name:literal, $column:literal, $label:expr;)+) => {
        /// A group of events.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EventGroup {
            $($(#[$doc])* $group,)+
        }

        impl EventGroup {
            /// All of them.
            pub const ALL: [Self; [$($bit),+].len()] = [$(Self::$group),+];

            /// Its name on the command line.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$group => $name,)+ }
            }

            /// Its name on pages.
            pub(crate) const fn label(self) -> Label {
                match self { $(Self::$group => $label,)+ }
            }

            /// The column of endpoints that says whether they want it.
            pub(crate) const fn column(self) -> &'static str {
                match self { $(Self::$group => $column,)+ }
            }

            /// Its bit among those that the database watches.
            pub(crate) const fn bit(self) -> u64 {
                match self { $(Self::$group => $bit,)+ }
            }

            /// The statement that writes an event for each endpoint that wants the group.
            pub(crate) const fn insert(self) -> &'static str {
                match self {
                    $(Self::$group => concat!(
                        "INSERT INTO webhook_delivery (endpoint_id, kind, thing, data, created_at, next_at, answer_by)
                         SELECT id, CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT),
                           CAST($4 AS BIGINT), CAST($5 AS BIGINT) FROM webhook_endpoint WHERE ",
                        $column,
                        " AND removed_at IS NULL ORDER BY id"
                    ),)+
                }
            }

            /// The statement that makes an endpoint want the group.
            pub(crate) const fn choose(self) -> &'static str {
                match self {
                    $(Self::$group => concat!(
                        "UPDATE webhook_endpoint SET ", $column, " = TRUE WHERE id = $1"
                    ),)+
                }
            }
        }

        /// The bits of the groups that an endpoint wants, in SQL.
        macro_rules! wanted_bits {
            () => { concat!("0" $(, " + (CASE WHEN ", $column, " THEN ", $bit, " ELSE 0 END)")+) };
        }
        pub(crate) use wanted_bits;
    };
}

event_groups! {
    /// Accounts of users.
    Users = 1, "users", "wants_users", Label("用户", "Users");
    /// Orders of tickets.
    Orders = 2, "orders", "wants_orders", Label("订单", "Orders");
    /// Payments at a provider.
    Payments = 4, "payments", "wants_payments", Label("支付", "Payments");
    /// Refunds at a provider.
    Refunds = 8, "refunds", "wants_refunds", Label("退款", "Refunds");
    /// Private messages.
    Messages = 16, "messages", "wants_messages", Label("私信", "Messages");
    /// Reports of content and users.
    Reports = 32, "reports", "wants_reports", Label("举报", "Reports");
    /// Crowdfunding projects.
    Projects = 64, "projects", "wants_projects", Label("众筹项目", "Projects");
    /// Supports of crowdfunding projects.
    Supports = 128, "supports", "wants_supports", Label("众筹支持", "Supports");
    /// Texts that were written, about which an endpoint decides.
    Moderation = 256, "moderation", "moderates", Label("审核新内容", "Moderates new texts");
}

impl EventGroup {
    /// The group with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
}
