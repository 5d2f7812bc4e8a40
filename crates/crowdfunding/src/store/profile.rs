//! 用户信息: profiles as their users and others see them.

use miaohui_db::{Result as DbResult, Tx};
use miaohui_vault::{SealedColumn, Vault};
use schemars::JsonSchema;
use serde::Serialize;

use super::user_pieces;
use crate::error::Result;
use crate::ids::{ImageId, LocationId, UserId};
use crate::wire::{Moment, Yuan};

miaohui_db::stored_enum! {
    /// Sex of a user.
    #[derive(Default)]
    pub enum Sex: str as sex {
        /// 未知.
        #[default]
        Unknown = "u",
        /// 男.
        Man = "m",
        /// 女.
        Woman = "l",
    }
}

miaohui_db::row! {
    /// Personal details of a user.
    #[derive(Clone, Debug, Default, JsonSchema, Serialize)]
    pub struct DetailInfo as detail_columns {
        /// An image of type 1.
        pub avatar: Option<ImageId> = "avatar",
        /// Name.
        pub name: String = "name",
        /// `u`: unknown, `m`: man, `l`: woman.
        pub sex: Sex = "sex",
        /// Age.
        pub age: Option<i64> = "age",
        /// Native place.
        pub native: Option<LocationId> = "native",
        /// Profession.
        pub profession: String = "profession",
        /// Number of the identity card.
        pub idcard: String = "idcard",
        /// An image of type 0.
        pub idcard_image: Option<ImageId> = "idcard_image",
        /// Mobile phone.
        pub mobile: String = "mobile",
        /// QQ number.
        pub qq: String = "qq",
        /// Weibo address.
        pub weibo: String = "weibo",
        /// Blog address.
        pub blog: String = "blog",
    }
}

miaohui_db::row! {
    /// Accounts that withdrawals are paid to.
    #[derive(Clone, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
    pub struct FundInfo as fund_columns {
        /// Alipay address.
        pub alipay: String = "alipay",
        /// Bank.
        pub bank_name: String = "bank_name",
        /// Branch.
        pub bank_sub_name: String = "bank_sub_name",
        /// Holder.
        pub name: String = "bank_holder",
        /// Number.
        pub account: String = "bank_account",
    }
}

impl FundInfo {
    /// Where withdrawals are paid to; `None` without an Alipay or bank account.
    pub fn target(&self) -> Option<String> {
        match (self.alipay.is_empty(), self.account.is_empty() || self.name.is_empty()) {
            (false, _) => Some(format!("alipay {}", self.alipay)),
            (true, false) => {
                Some(format!("{} {} {} {}", self.bank_name, self.bank_sub_name, self.name, self.account))
            }
            (true, true) => None,
        }
    }
}

miaohui_db::row! {
    /// The balance of a user.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    struct BalanceInfo as balance_columns {
        /// What can be spent, in yuan.
        balance: Yuan =
            "COALESCE((SELECT b.balance FROM ledger_balance b WHERE b.account = 'user:' || cf_user.id), 0)",
    }
}

miaohui_db::row! {
    /// Counts of projects of a user.
    #[derive(Clone, Debug, Default, JsonSchema, Serialize)]
    struct ProjectInfo as project_info_columns {
        /// Projects that the user published.
        launch: i64 = "(SELECT COUNT(*) FROM cf_project WHERE user_id = $1)",
        /// Projects that the user follows.
        attention: i64 = "(SELECT COUNT(*) FROM cf_attention WHERE user_id = $1)",
        /// Paid supports of the user.
        support: i64 = "(SELECT COUNT(*) FROM cf_support WHERE user_id = $1 AND paid)",
    }
}

miaohui_db::row! {
    /// Counts of questions and answers, which have no API, and of comments.
    #[derive(Clone, Debug, Default, JsonSchema, Serialize)]
    struct QuestionInfo as question_info_columns {
        /// Always 0: questions have no API.
        ask: i64,
        /// Always 0: answers have no API.
        answer: i64,
        /// Comments of the user.
        comment: i64 = "(SELECT COUNT(*) FROM cf_comment WHERE user_id = $1 AND hidden_under IS NULL)",
        /// Always 0: votes have no API.
        vote: i64,
    }
}

miaohui_db::row! {
    /// A profile as its user sees it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct OwnProfile as own_profile_columns {
        /// Its id.
        id: UserId = "id",
        /// Mail address.
        email: String = "email",
        /// Nickname.
        pub nickname: String = "nickname",
        /// Whether the account is activated.
        is_active: bool = "is_active",
        /// Whether the user is staff.
        is_staff: bool = "is_staff",
        /// Whether operators have confirmed the identity.
        is_authentication: bool = "is_authentication",
        /// When the account was created.
        date_joined: Moment = "date_joined",
        /// Personal details.
        pub detailinfo: DetailInfo => detail_columns!(),
        /// Accounts that withdrawals are paid to.
        pub fundinfo: FundInfo => fund_columns!(),
        /// The balance.
        balanceinfo: BalanceInfo => balance_columns!(),
        /// Counts of projects.
        projectinfo: ProjectInfo => project_info_columns!(),
        /// Counts of questions and comments.
        questioninfo: QuestionInfo => question_info_columns!(),
    }
}

/// Encrypted columns.
pub const SEALED: &[SealedColumn] = &[
    SealedColumn { table: "cf_user", column: "idcard" },
    SealedColumn { table: "cf_user", column: "alipay" },
    SealedColumn { table: "cf_user", column: "bank_name" },
    SealedColumn { table: "cf_user", column: "bank_sub_name" },
    SealedColumn { table: "cf_user", column: "bank_holder" },
    SealedColumn { table: "cf_user", column: "bank_account" },
];

/// The values of the encrypted columns, in their order.
fn sealed_values<'a>(detail: &'a mut DetailInfo, fund: &'a mut FundInfo) -> [&'a mut String; 6] {
    [
        &mut detail.idcard,
        &mut fund.alipay,
        &mut fund.bank_name,
        &mut fund.bank_sub_name,
        &mut fund.name,
        &mut fund.account,
    ]
}

/// Finds a user's own profile.
pub fn own(tx: &mut Tx<'_>, vault: &Vault, id: UserId) -> Result<OwnProfile> {
    let mut found: OwnProfile = tx
        .query_one(concat!("SELECT ", own_profile_columns!(), " FROM cf_user WHERE id = $1"), &[id.into()])?;
    for (column, value) in SEALED.iter().zip(sealed_values(&mut found.detailinfo, &mut found.fundinfo)) {
        *value = vault.open_text(&column.name(), id.get(), value)?;
    }
    Ok(found)
}

miaohui_db::row! {
    /// Personal details that everybody sees.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    struct PublicDetail as public_detail_columns {
        /// An image of type 1.
        avatar: Option<ImageId> = "avatar",
        /// Native place.
        native: Option<LocationId> = "native",
        /// Profession.
        profession: String = "profession",
        /// QQ number.
        qq: String = "qq",
        /// Weibo address.
        weibo: String = "weibo",
        /// Blog address.
        blog: String = "blog",
    }
}

miaohui_db::row! {
    /// A profile as other users see it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct PublicProfile as public_profile_columns {
        /// The user.
        pub id: UserId = "id",
        /// Mail address.
        email: String = "email",
        /// Nickname.
        nickname: String = "nickname",
        /// Personal details that everybody sees.
        detailinfo: PublicDetail => public_detail_columns!(),
    }
}

/// Finds the public profile of an active user.
pub fn public(tx: &mut Tx<'_>, id: UserId) -> DbResult<Option<PublicProfile>> {
    tx.query_opt(
        concat!("SELECT ", public_profile_columns!(), " FROM cf_user WHERE id = $1 AND is_active"),
        &[id.into()],
    )
}

/// Updates what a user writes in the profile.
pub fn update(
    tx: &mut Tx<'_>,
    vault: &Vault,
    id: UserId,
    nickname: &str,
    detail: &DetailInfo,
    fund: &FundInfo,
) -> Result<()> {
    let (mut detail, mut fund) = (detail.clone(), fund.clone());
    for (column, value) in SEALED.iter().zip(sealed_values(&mut detail, &mut fund)) {
        *value = vault.seal(&column.name(), id.get(), value)?;
    }
    tx.execute(
        "UPDATE cf_user SET nickname = $2, avatar = $3, name = $4, sex = $5, age = $6, native = $7, profession = $8,
           idcard = $9, idcard_image = $10, mobile = $11, qq = $12, weibo = $13, blog = $14, alipay = $15,
           bank_name = $16, bank_sub_name = $17, bank_holder = $18, bank_account = $19, version = version + 1
         WHERE id = $1",
        &[
            id.into(),
            nickname.into(),
            detail.avatar.into(),
            (&detail.name).into(),
            detail.sex.into(),
            detail.age.into(),
            detail.native.into(),
            (&detail.profession).into(),
            (&detail.idcard).into(),
            detail.idcard_image.into(),
            (&detail.mobile).into(),
            (&detail.qq).into(),
            (&detail.weibo).into(),
            (&detail.blog).into(),
            (&fund.alipay).into(),
            (&fund.bank_name).into(),
            (&fund.bank_sub_name).into(),
            (&fund.name).into(),
            (&fund.account).into(),
        ],
    )?;
    user_pieces::store(tx, id)?;
    Ok(())
}
