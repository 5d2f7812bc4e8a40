//! Permissions and roles. A description names a [`Permission`]; a page of the console names it by
//! its type in [`need`].

use crate::label::Label;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Something that a role may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Permission { $($(#[$doc])* $name),* }

        /// The permissions as types, so that a page's arguments say what it requires.
        pub mod need {
            use super::{Need, Permission};
            $($(#[$doc])* #[derive(Debug)] pub struct $name;
            impl Need for $name {
                const PERMISSION: Permission = Permission::$name;
            })*
        }
    };
}

/// A permission as a type.
pub trait Need {
    /// The permission.
    const PERMISSION: Permission;
}

permissions! {
    /// Use one's own account: language, password, second step. Every role has it.
    UseConsole,
    /// Scan tickets at the door.
    CheckIn,
    /// See content of users and operators.
    SeeContent,
    /// Change content of the operators, such as masters and banners.
    EditCatalogue,
    /// Hide content, ban users, edit words, decide reports.
    Moderate,
    /// Erase users for good.
    EraseUsers,
    /// Decide projects under review.
    Review,
    /// See identity cards and bank accounts; decide identities.
    SeeIdentity,
    /// See orders, payments and balances.
    SeeMoney,
    /// Refund payments and pay out withdrawals.
    MoveMoney,
    /// Read and answer conversations.
    AnswerMessages,
    /// See the state of the system and its settings.
    SeeSystem,
    /// Change settings while the servers run.
    ChangeSettings,
    /// See what became of messages, with recipients masked.
    SeeMessages,
    /// Send failed messages again.
    RunSystem,
    /// Export phones and mail addresses.
    ExportPersonal,
    /// See the audit.
    SeeAudit,
    /// Add staff and change their roles.
    ManageStaff,
}

miaohui_db::stored_enum! {
    /// The role of a staff member, as it is stored and as the command line spells it.
    pub enum Role: str as role {
        /// May do everything.
        Owner = "owner",
        /// Runs the service from day to day.
        Operator = "operator",
        /// Reviews projects and identities, moderates content.
        Reviewer = "reviewer",
        /// Pays out and refunds.
        Finance = "finance",
        /// Answers users.
        Service = "service",
        /// Only looks.
        Reader = "reader",
        /// Only scans tickets.
        Steward = "steward",
    }
}

impl Role {
    /// Its name on pages.
    pub const fn title(self) -> Label {
        match self {
            Self::Owner => Label("超级管理员", "Owner"),
            Self::Operator => Label("运营", "Operator"),
            Self::Reviewer => Label("审核", "Reviewer"),
            Self::Finance => Label("财务", "Finance"),
            Self::Service => Label("客服", "Customer service"),
            Self::Reader => Label("只读", "Read only"),
            Self::Steward => Label("检票", "Steward"),
        }
    }

    /// What it is for, where it is given.
    pub const fn about(self) -> Label {
        match self {
            Self::Owner => Label(
                "全部权限，包括员工、操作日志和注销用户",
                "Everything, with the staff, the audit log and erasing users",
            ),
            Self::Operator => Label(
                "日常运营：内容、审核、客服、短信邮件记录；能看资金，不能退款和打款",
                "Day to day: content, reviews, messages. Sees money, moves none",
            ),
            Self::Reviewer => Label(
                "审核项目和实名，处理举报，隐藏内容，封禁用户；看不到资金",
                "Reviews projects and identities, decides reports, hides content, bans. Sees no money",
            ),
            Self::Finance => Label(
                "退款、打款、对账；能看实名和收款账号，不改内容",
                "Refunds, payouts, bills. Sees identities and accounts, changes no content",
            ),
            Self::Service => Label(
                "回复用户，查订单和支付，查验证码为何没到（号码打码）；不能退款",
                "Answers users, looks up orders, payments and messages (masked). Refunds nothing",
            ),
            Self::Reader => {
                Label("只能看内容，看不到资金和隐私", "Only looks at content: no money, nothing private")
            }
            Self::Steward => Label(
                "只能在门口检票，看不到其他任何页面",
                "Only scans tickets at the door: sees no other page",
            ),
        }
    }

    /// Whether it has a permission.
    pub fn may(self, permission: Permission) -> bool {
        use Permission as P;
        let granted: &[P] = match self {
            Self::Owner => return true,
            Self::Operator => &[
                P::UseConsole,
                P::CheckIn,
                P::SeeContent,
                P::EditCatalogue,
                P::Moderate,
                P::Review,
                P::SeeIdentity,
                P::SeeMoney,
                P::AnswerMessages,
                P::SeeSystem,
                P::SeeMessages,
                P::RunSystem,
                P::ExportPersonal,
            ],
            Self::Reviewer => {
                &[P::UseConsole, P::SeeContent, P::Moderate, P::Review, P::SeeIdentity, P::ExportPersonal]
            }
            Self::Finance => {
                &[P::UseConsole, P::SeeContent, P::SeeMoney, P::MoveMoney, P::SeeIdentity, P::ExportPersonal]
            }
            Self::Service => &[
                P::UseConsole,
                P::CheckIn,
                P::SeeContent,
                P::AnswerMessages,
                P::SeeMessages,
                P::SeeMoney,
                P::ExportPersonal,
            ],
            Self::Reader => &[P::UseConsole, P::SeeContent],
            Self::Steward => &[P::UseConsole, P::CheckIn],
        };
        granted.contains(&permission)
    }
}
