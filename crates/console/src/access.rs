//! Who may do what. Pages ask for a permission by the type of their first argument (`visitor.rs`), resources by their description.

use crate::text::Label;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Something that a role may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Permission { $($(#[$doc])* $name),* }

        /// The permissions as types: what a page needs is an argument, not a check that can be forgotten.
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
    /// To see what people and operators put up; everybody on the staff may.
    SeeContent,
    /// To change what operators put up.
    EditCatalogue,
    /// To hide what people write, to ban them, to decide about reports.
    Moderate,
    /// To decide about projects under review.
    Review,
    /// To see identity cards and bank accounts, and to decide about identities.
    SeeIdentity,
    /// To see orders, payments and balances.
    SeeMoney,
    /// To give money back and to pay it out.
    MoveMoney,
    /// To read and answer messages.
    Talk,
    /// To see how the service does and how it is set up.
    SeeSystem,
    /// To send again what failed.
    RunSystem,
    /// To see what the staff did.
    SeeAudit,
    /// To let people in and out of the console.
    ManageStaff,
}

/// What somebody on the staff is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// May do everything.
    Owner,
    /// Runs the service from day to day.
    Operator,
    /// Reviews projects and identities, looks after content.
    Reviewer,
    /// Pays out and gives back.
    Finance,
    /// Answers people.
    Service,
    /// Looks only.
    Reader,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Owner, Self::Operator, Self::Reviewer, Self::Finance, Self::Service, Self::Reader];

    /// As it is stored and as the command line spells it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Operator => "operator",
            Self::Reviewer => "reviewer",
            Self::Finance => "finance",
            Self::Service => "service",
            Self::Reader => "reader",
        }
    }

    /// The role with this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Its name.
    pub const fn title(self) -> Label {
        match self {
            Self::Owner => Label("所有者", "Owner"),
            Self::Operator => Label("运营", "Operator"),
            Self::Reviewer => Label("审核", "Reviewer"),
            Self::Finance => Label("财务", "Finance"),
            Self::Service => Label("客服", "Customer service"),
            Self::Reader => Label("只读", "Read only"),
        }
    }

    /// Whether it may do something.
    pub fn may(self, permission: Permission) -> bool {
        use Permission as P;
        let granted: &[P] = match self {
            Self::Owner => return true,
            Self::Operator => &[
                P::SeeContent,
                P::EditCatalogue,
                P::Moderate,
                P::Review,
                P::SeeIdentity,
                P::SeeMoney,
                P::Talk,
                P::SeeSystem,
                P::RunSystem,
            ],
            Self::Reviewer => &[P::SeeContent, P::Moderate, P::Review, P::SeeIdentity],
            Self::Finance => &[P::SeeContent, P::SeeMoney, P::MoveMoney, P::SeeIdentity],
            Self::Service => &[P::SeeContent, P::Talk, P::SeeMoney],
            Self::Reader => &[P::SeeContent],
        };
        granted.contains(&permission)
    }
}
